import meow from 'meow';
import {flags, type Given} from './flags.ts';
import {version} from './version.ts';

const usage = `
	Usage
	  $ skep [--context NAME | --host ADDRESS] [--read-only] [--notify bell|osc9]
	  $ skep --demo [--nodes N] [--services N] [--replicas N]
	  $ skep why SERVICE [--json]
	  $ skep plan drain|pause|activate|promote|demote|remove NODE... [--json]
	  $ skep plan label NODE [--add KEY=VALUE] [--remove KEY] [--json]
	  $ skep plan scale SERVICE=N [--json]
	  $ skep plan update SERVICE [--image IMAGE] [--constraint-add C] [--constraint-rm C]
	        [--reserve-memory 2g] [--reserve-cpu 0.5] [--replicas-max-per-node N] [--json]
	  $ skep plan rollback|resume SERVICE [--json]
	  $ skep plan deploy FILE STACK [--prune] [--with-registry-auth]
	        [--resolve-image always|changed|never] [--json]
	  $ skep problems [--json]
	  $ skep logs SERVICE|STACK|TASK... [--follow] [--since 10m] [--tail N] [--grep RE] [--json]
	  $ skep secret|config create NAME [FILE|-] [--label KEY=VALUE] [--template] [--json]

	Shows, explains and operates a Docker Swarm. Run it on a manager.

	Options
	  --context    the engine of a Docker context; -c
	  --host       the engine: unix:///var/run/docker.sock, ssh://user@mgr1, tcp://10.0.0.1:2376; -H
	               (else DOCKER_HOST, DOCKER_CONTEXT, the current context, the default socket);
	               both take several managers of one swarm, with commas, to fail over between
	  --tlsverify  TLS to a tcp:// engine, with --tlscacert, --tlscert and --tlskey, or ca.pem, cert.pem and
	               key.pem in DOCKER_CERT_PATH or ~/.docker; --tls does not check who answers
	  --read-only  look, but change nothing: writes are refused where they leave the process
	  --notify     when a rollout ends or stands still, also ring the bell, or show a desktop notification
	               (osc9: iTerm2, kitty, Ghostty, WezTerm)
	  --ssh-node   what your ssh calls a node, for shells in containers of other nodes: admin@%h, or %a for its
	               address (else SKEP_SSH_NODE, else %h, its host name)
	  --no-cockpit don't open a rollout's cockpit by itself after a change that rolls (w opens it)
	  --no-history keep no specs on disk that changes from here replace: their variables may hold passwords
	  --demo       a simulated swarm to try things on, here and gone with skep; with a size, a large one
	  --version    print the version
	  --help       print this

	Inside, ? shows all keys and : all commands. why, plan and problems change nothing; they end with
	0 when all is well, 1 when they failed, 2 when they were asked wrongly, 3 when they found something.
`;

/** Any command line at all: prints help or the version and exits where that is asked for. Flags that there are none of are kept. */
export const explainedFlags = (argv: readonly string[]): Given =>
	meow(usage, {
		importMeta: import.meta,
		pkg: {version, name: 'skep'},
		description: false,
		// Asked for together with anything else, it is what is meant.
		argv: argv.includes('--help') || argv.includes('-h') ? ['--help'] : argv,
		flags,
	});
