
_shoptalk_words() {
    local found value offered quote=""
    if ! found=$("$1" complete -- "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null); then
        _shoptalk "$@"
        # Where no dash is typed, a file is wanted, not an option.
        offered=("${COMPREPLY[@]}")
        COMPREPLY=()
        for value in "${offered[@]}"; do
            [[ "$value" == -* && "${COMP_WORDS[COMP_CWORD]}" != -* ]] || COMPREPLY+=("$value")
        done
        return
    fi
    compopt +o default +o bashdefault 2>/dev/null
    case "${COMP_WORDS[COMP_CWORD]}" in
        [\"\']*) quote=1 ;;
    esac
    COMPREPLY=()
    while IFS=$'\t' read -r value _; do
        if [[ -z "$value" ]]; then
            continue
        elif [[ -z "$quote" ]]; then
            printf -v value %q "$value"
            COMPREPLY+=("$value")
        elif [[ "$value" != *[\"\'\\\$\`!]* ]]; then
            COMPREPLY+=("$value")
        fi
    done <<< "$found"
}

if [[ "${BASH_VERSINFO[0]}" -eq 4 && "${BASH_VERSINFO[1]}" -ge 4 || "${BASH_VERSINFO[0]}" -gt 4 ]]; then
    complete -F _shoptalk_words -o nosort -o bashdefault -o default shoptalk
else
    complete -F _shoptalk_words -o bashdefault -o default shoptalk
fi
