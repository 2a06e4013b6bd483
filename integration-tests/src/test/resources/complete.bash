# Completes a command line as bash does, and prints what it would offer, a line each.
# arguments: the directory share, then the words, of which the last is the one at the cursor
share=$1
shift
export XDG_DATA_DIRS=$share
[ -z "$WITH_PACKAGE" ] || . /usr/share/bash-completion/bash_completion
. "$share/bash-completion/completions/$1"
COMP_WORDS=("$@")
COMP_CWORD=$(($# - 1))
COMP_LINE="$*"
COMP_POINT=${#COMP_LINE}
specification=$(complete -p "$1")
specification=${specification#*-F }
"${specification%% *}" "$1" "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
printf '%s\n' "${COMPREPLY[@]}"
