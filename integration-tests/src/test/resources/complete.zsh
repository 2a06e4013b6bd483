# Types a command line and a tab into an interactive zsh, and prints the line that it makes of them.
# arguments: the directory share, a file to write, the beginning of a command line
zmodload zsh/zpty
setup="PS1= PS2= RPS1=; setopt no_list_ambiguous no_auto_list no_beep; fpath=($1/zsh/site-functions \$fpath)
autoload -Uz compinit; compinit -u -D
told() { [[ \$LASTWIDGET == complete-word ]] || return; print -r -- \"\$BUFFER\" >$2.new; mv $2.new $2; exit }
zle -N zle-line-pre-redraw told; bindkey '^I' complete-word; print READY"
zpty typed "TERM=dumb zsh -f -i"
zpty -w typed "$setup"
zpty -r typed line '*READY*READY*'
zpty -n -w typed "$3"$'\t'
while zpty -r typed line; do :; done
cat "$2"
