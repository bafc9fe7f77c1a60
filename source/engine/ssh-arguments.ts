import {quoted} from '../swarm/shell-words.ts';

/** A machine as the user's `ssh` knows it: an alias of its configuration is as good as a name. */
type SshPlace = {readonly host: string; readonly user?: string; readonly port?: number};

/** Nobody answers questions behind a dashboard; a link that died is found out within a minute. */
const unattended = [
	...['-T', '-o', 'BatchMode=yes'],
	...['-o', 'ConnectTimeout=15'],
	...['-o', 'ServerAliveInterval=15', '-o', 'ServerAliveCountMax=3'],
];

/** The user's configuration may send every login to a program, or forward ports that are taken by now. */
const bare = ['-o', 'RemoteCommand=none', '-o', 'ClearAllForwardings=yes'];

/**
What stands after `ssh` to run a program on another machine. Configuration, keys, agent, known hosts and jumps are the
user's own. `interactive` is for programs that get the terminal: ssh may then ask, too.
*/
export const sshArguments = (
	{host, user, port}: SshPlace,
	program: readonly string[],
	how: 'unattended' | 'interactive' = 'unattended',
): readonly string[] => [
	...(how === 'unattended' ? unattended : ['-t']),
	...bare,
	...(user === undefined ? [] : ['-l', user]),
	...(port === undefined ? [] : ['-p', String(port)]),
	...['--', host],
	// ssh joins the words of a command with spaces, and a shell there takes them apart again.
	...program.map(quoted),
];
