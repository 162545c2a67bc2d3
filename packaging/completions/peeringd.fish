# fish completion for peeringd

function __peeringd_needs_command
    not __fish_seen_subcommand_from run check targets probe config import status report overview version
end

function __peeringd_has_configuration
    __fish_seen_subcommand_from run check targets probe config import status report
end

complete -c peeringd -f
complete -c peeringd -s h -l help -d 'Print a summary and exit'
complete -c peeringd -n __peeringd_needs_command -l version -d 'Print the version and exit'
complete -c peeringd -n __peeringd_needs_command -a run -d 'Send probes and serve the metrics'
complete -c peeringd -n __peeringd_needs_command -a check -d 'Validate the configuration'
complete -c peeringd -n __peeringd_needs_command -a targets -d 'List the targets and their source addresses'
complete -c peeringd -n __peeringd_needs_command -a probe -d 'Probe each target a few times'

complete -c peeringd -n __peeringd_needs_command -a config -d 'Show the values in force'
complete -c peeringd -n '__fish_seen_subcommand_from config' -a show -d 'Show the values in force'
complete -c peeringd -n __peeringd_needs_command -a import -d 'Convert JSON from Azure or Microsoft 365'
complete -c peeringd -n '__fish_seen_subcommand_from import' -a 'azure microsoft365 service-tags' -d 'Source of the files'
complete -c peeringd -n '__fish_seen_subcommand_from import' -F
complete -c peeringd -n '__fish_seen_subcommand_from import' -l output -r -F -d 'Write this file'
complete -c peeringd -n '__fish_seen_subcommand_from import' -l check -d 'Print what differs'
complete -c peeringd -n '__fish_seen_subcommand_from import' -l all -d 'Also use prefixes that are not Verified'
complete -c peeringd -n '__fish_seen_subcommand_from import' -l country -x -d 'The country of a location'
complete -c peeringd -n '__fish_seen_subcommand_from import' -l tenant -x -d 'The name in front of .sharepoint.com'
complete -c peeringd -n '__fish_seen_subcommand_from import' -l allow -d 'Also use the category Allow'
complete -c peeringd -n '__fish_seen_subcommand_from import' -l date -x -d 'The day of publication'
complete -c peeringd -n __peeringd_needs_command -a status -d 'Show all connections of the running daemon'
complete -c peeringd -n '__fish_seen_subcommand_from status report' -l url -x -d 'The address of the daemon'
complete -c peeringd -n '__fish_seen_subcommand_from status' -l watch -d 'Refresh every two seconds'
complete -c peeringd -n __peeringd_needs_command -a report -d 'Show latency, loss and availability'
complete -c peeringd -n '__fish_seen_subcommand_from report' -l window -x -a '6h 12h 1d 7d 30d 90d 1y' -d 'Time range ending now'
complete -c peeringd -n '__fish_seen_subcommand_from report' -l csv -d 'Print CSV, one line per prefix'
complete -c peeringd -n __peeringd_needs_command -a overview -d 'Serve the web UI for all branches'
complete -c peeringd -n '__fish_seen_subcommand_from overview' -l store -x -d 'The URL of the store'
complete -c peeringd -n '__fish_seen_subcommand_from overview' -l ca -r -F -d 'Trusted certificates'
complete -c peeringd -n '__fish_seen_subcommand_from overview' -l token-file -r -F -d 'A file with a bearer token'
complete -c peeringd -n '__fish_seen_subcommand_from overview' -l user -x -d 'User name for the store'
complete -c peeringd -n '__fish_seen_subcommand_from overview' -l password-file -r -F -d 'A file with the password'
complete -c peeringd -n '__fish_seen_subcommand_from overview' -l job -x -d 'Value of the label job'
complete -c peeringd -n '__fish_seen_subcommand_from overview' -l timeout -x -d 'Time limit of each query'
complete -c peeringd -n '__fish_seen_subcommand_from overview' -l refresh -x -d 'Time between two refreshes'
complete -c peeringd -n '__fish_seen_subcommand_from overview' -l max-raw-samples -x -d 'Maximum number of samples that the store may read for a report'
complete -c peeringd -n '__fish_seen_subcommand_from overview' -l listen -x -d 'Address of the web UI'
complete -c peeringd -n '__fish_seen_subcommand_from overview' -l web -r -F -d 'TLS and users of the web UI'
complete -c peeringd -n '__fish_seen_subcommand_from overview' -l check -d 'Query the store once'
complete -c peeringd -n __peeringd_needs_command -a version -d 'Print the version and the commit'

complete -c peeringd -n __peeringd_has_configuration -s c -l config -r -F -d 'The main configuration file'
complete -c peeringd -n '__fish_seen_subcommand_from run check targets probe config' -l site -x -d 'The site of this host'
complete -c peeringd -n '__fish_seen_subcommand_from run overview' -l log-level -x -a 'debug info warning error' -d 'Minimum severity of log messages'
complete -c peeringd -n '__fish_seen_subcommand_from run overview' -l log-format -x -a 'text logfmt json' -d 'Format of log lines'
complete -c peeringd -n '__fish_seen_subcommand_from check targets probe config status report' -l env -r -F -d 'Take variables from this file'
complete -c peeringd -n '__fish_seen_subcommand_from check' -s q -l quiet -d 'Print errors only'
complete -c peeringd -n '__fish_seen_subcommand_from probe targets report' -l connection -x -d 'Only this connection'
complete -c peeringd -n '__fish_seen_subcommand_from probe targets' -l prefix -x -d 'Only this prefix'
complete -c peeringd -n '__fish_seen_subcommand_from probe targets' -l endpoint -x -d 'Only this endpoint'
complete -c peeringd -n '__fish_seen_subcommand_from probe' -l from -x -d 'Probe hosts from this address'
complete -c peeringd -n '__fish_seen_subcommand_from probe' -l count -x -d 'Number of probes per target'
complete -c peeringd -n '__fish_seen_subcommand_from probe' -l watch -d 'Probe until Ctrl-C'
complete -c peeringd -n '__fish_seen_subcommand_from probe targets report version' -l json -d 'Print one JSON document'
