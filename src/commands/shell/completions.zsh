
functions[_shoptalk_static]=$functions[_shoptalk]
_shoptalk() {
    local out
    if ! out=$("${(Q)words[1]}" complete -- "${(@)words[2,CURRENT]}" 2>/dev/null); then
        _shoptalk_static "$@"
        return
    fi
    [[ -n "$out" ]] || return 1
    local -a lines values shown
    lines=("${(@f)out}")
    values=("${(@)lines%%$'\t'*}")
    shown=("${(@)lines/$'\t'/  -- }")
    compadd -l -d shown -a values
}

