package ucspi.generator.completion;

import java.util.ArrayList;
import java.util.List;
import ucspi.cli.OptionSpec.Value;
import ucspi.generator.completion.Completable.Operand;
import ucspi.generator.completion.Completable.Option;

/** The completion of a program for bash. It needs nothing, and uses the package bash-completion where that is. */
final class Bash {
    /** Options end at the first operand. Bash makes words of their own of the equals signs in {@code --name=value}. */
    private static final String SCRIPT = """
            # Completion of @NAME@ for bash; generated from its declared options.

            _@ID@_kind() {
              case $1 in
            @KINDS@    *) echo other ;;
              esac
            }

            _@ID@() {
              local cur=${COMP_WORDS[COMP_CWORD]} word kind='' letters='@LETTERS@' operand first=0 i=1
              local options='@OPTIONS@'
              local operands=(@OPERANDS@)
              COMPREPLY=()
              while ((i < COMP_CWORD)); do
                word=${COMP_WORDS[i]}
                if [[ $word == -- ]]; then
                  ((i++))
                  first=$i
                  break
                elif [[ $word == --* ]]; then
                  ((i++))
                  if [[ ${COMP_WORDS[i]} == = ]]; then
                    ((i++))
                  elif [[ " @LONG@ " != *" $word "* ]]; then
                    continue
                  fi
                elif [[ $word == -?* ]]; then
                  ((i++))
                  word=${word#-}
                  while [[ $word && $letters != *"${word:0:1}"* ]]; do word=${word:1}; done
                  [[ ${#word} == 1 ]] || continue
                  word=-$word
                else
                  first=$i
                  break
                fi
                # The value of the option $word is the word number $i, if there is one before the cursor.
                if ((i >= COMP_CWORD)); then
                  kind=$(_@ID@_kind "$word")
                  [[ $cur == = ]] && cur=''
                fi
                ((i++))
              done
              if [[ ! $kind ]]; then
                if ((first == 0)) && [[ $cur == -* ]]; then
                  mapfile -t COMPREPLY < <(compgen -W "$options" -- "$cur")
                  return
                fi
                ((first)) || first=$COMP_CWORD
                operand=$((COMP_CWORD - first))
                ((operand < ${#operands[@]})) || operand=$((${#operands[@]} - 1))
                ((operand >= 0)) || return
                kind=${operands[operand]}
                first=$((first + operand))
              fi
              case $kind in
                command*)
                  if declare -F _command_offset >/dev/null; then
                    _command_offset "$first"
                  elif ((COMP_CWORD == first)); then
                    mapfile -t COMPREPLY < <(compgen -c -- "$cur")
                  else
                    compopt -o default 2>/dev/null
                  fi
                  ;;
                directory)
                  compopt -o filenames 2>/dev/null
                  mapfile -t COMPREPLY < <(compgen -d -- "$cur")
                  ;;
                file)
                  compopt -o filenames 2>/dev/null
                  mapfile -t COMPREPLY < <(compgen -f -- "$cur")
                  ;;
                host) mapfile -t COMPREPLY < <(compgen -A hostname -- "$cur") ;;
                port) mapfile -t COMPREPLY < <(compgen -A service -- "$cur") ;;
              esac
            }

            complete -F _@ID@ @NAME@
            """;

    private Bash() {}

    static String script(Completable program) {
        List<String> names = new ArrayList<>();
        StringBuilder kinds = new StringBuilder();
        for (Option option : program.options()) {
            names.add(option.name());
            if (option.value() != Value.NONE && option.kind() != Kind.OTHER) {
                kinds.append("    ")
                        .append(option.name())
                        .append(") echo ")
                        .append(option.kind().word())
                        .append(" ;;\n");
            }
        }
        List<String> operands = new ArrayList<>();
        for (Operand operand : program.operands()) {
            operands.add(operand.kind().word());
        }
        return SCRIPT.replace("@NAME@", program.name())
                .replace("@ID@", program.identifier())
                .replace("@KINDS@", kinds)
                .replace("@LETTERS@", program.lettersWithValue())
                .replace("@LONG@", program.longNamesWithValue())
                .replace("@OPTIONS@", String.join(" ", names))
                .replace("@OPERANDS@", String.join(" ", operands));
    }
}
