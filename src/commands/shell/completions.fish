
function __fish_shoptalk_words
    set -l words (commandline -opc) (commandline -ct)
    shoptalk complete -- $words[2..-1] 2>/dev/null
end
