//! What happens when keys are pressed.
use super::*;
