; Xshell: put the server's name or address in place of SERVER, save as linli.xsh, and open it: Xshell asks for your login
; name. What is not named here is as Xshell has it.
[SessionInfo]
Version=7.0
Description=linli
[CONNECTION]
Host=SERVER
Port=22
Protocol=SSH
[CONNECTION:SSH]
; linli starts right after the login
RemoteCommand=linli
NoTerminal=0
Compression=1
[CONNECTION:KEEPALIVE]
SendKeepAlive=1
SendKeepAliveInterval=30
[TERMINAL]
; Chinese: UTF-8; lines and dots are one cell wide
CodePage=65001
CJKAmbiAsWide=0
Type=xterm-256color
; the size that every screen of linli fits
Rows=24
Cols=80
; Backspace deletes, the keypad types digits
BackspaceSends=2
DeleteSends=0
InitKeypadMode=0
InitCursorMode=0
; what was on the screen is not kept
ScrollbackSize=0
ScrollErasedText=0
[TERMINAL:WINDOW]
; Chinese characters twice as wide as letters
FontFace=NSimSun
AsianFont=NSimSun
FontSize=12
AsianFontSize=12
[LOGGING]
AutoStart=0
