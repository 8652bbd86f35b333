# Read by the other scripts: exports every NAME=value of the settings as systemd does, word for word. Nothing in the file is
# run; of quotation marks around a whole value one pair goes.
while IFS= read -r line || [ -n "$line" ]; do
    name=${line%%=*} value=${line#*=}
    case $name in "$line" | '' | *[!A-Z0-9_]* | [0-9]*) continue ;; esac
    case $value in
        \'*\') value=${value#\'} value=${value%\'} ;;
        \"*\") value=${value#\"} value=${value%\"} ;;
    esac
    export "$name=$value"
done </etc/zhengtong/settings
