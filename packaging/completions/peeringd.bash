# bash completion for peeringd

# The names of the configuration's connections or endpoints, as `peeringd targets` shows them.
_peeringd_names() {
  local column=$1 file=/etc/peeringd/peeringd.yaml i
  for ((i = 1; i < cword; ++i)); do
    case ${words[i]} in
      -c | --config) file=${words[i + 1]} ;;
      --config=*) file=${words[i]#*=} ;;
    esac
  done
  peeringd targets --config "$file" 2>/dev/null |
    awk -v column="$column" 'NF == 0 { exit } NR > 1 && !seen[$column]++ { print $column }'
}

_peeringd() {
  local cur prev words cword
  _init_completion || return

  case $prev in
    --env | --output | --ca | --token-file | --password-file | --web)
      _filedir
      return
      ;;
    -c | --config)
      _filedir '@(yaml|yml)'
      return
      ;;
    --log-level)
      mapfile -t COMPREPLY < <(compgen -W "debug info warning error" -- "$cur")
      return
      ;;
    --log-format)
      mapfile -t COMPREPLY < <(compgen -W "text logfmt json" -- "$cur")
      return
      ;;
    --connection)
      mapfile -t COMPREPLY < <(compgen -W "$(_peeringd_names 1)" -- "$cur")
      return
      ;;
    --endpoint)
      mapfile -t COMPREPLY < <(compgen -W "$(_peeringd_names 3)" -- "$cur")
      return
      ;;
    --window)
      mapfile -t COMPREPLY < <(compgen -W "6h 12h 1d 7d 30d 90d 1y" -- "$cur")
      return
      ;;
    --prefix | --count | --site | --url | --from | --country | --tenant | --store | --user | --job | --timeout | --refresh | --max-raw-samples | --listen) return ;;
  esac

  local options="--help --config"
  case ${words[1]} in
    run | check | targets | probe | config) options+=" --site" ;;
  esac
  case ${words[1]} in
    run) options+=" --log-level --log-format" ;;
    check) options+=" --env --quiet" ;;
    probe) options+=" --env --from --connection --prefix --endpoint --count --watch --json" ;;
    targets) options+=" --env --connection --prefix --endpoint --json" ;;
    import)
      if ((cword > 2)) && [[ $cur != -* ]]; then
        _filedir json
        return
      fi
      options="azure microsoft365 service-tags --help --config --output --check --all --country --tenant --allow --date"
      ;;
    config) options="show $options --env" ;;
    status) options+=" --env --url --watch" ;;
    report) options+=" --env --connection --window --csv --json --url" ;;
    overview)
      options="--help --store --ca --token-file --user --password-file --job --timeout --refresh --max-raw-samples --listen --web --check"
      options+=" --log-level --log-format"
      ;;
    version) options="--help --json" ;;
    *) options="run check targets probe config import status report overview version --help --version" ;;
  esac
  mapfile -t COMPREPLY < <(compgen -W "$options" -- "$cur")
} && complete -F _peeringd peeringd
