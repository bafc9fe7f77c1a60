import type {Service} from '../service.ts';
import type {Task} from '../task.ts';
import {memoryWords} from './sizes.ts';

/** Where a service's image is known to be: host names of nodes that run it. */
export type Known = {readonly runsOn: readonly string[]};

type Hint = {
	readonly matches: (error: string, exitCode: number | undefined) => boolean;
	readonly words: (service: Service, known: Known) => string;
};

const says = (pattern: RegExp) => (error: string) => pattern.test(error);
const exits = (code: number) => (_error: string, exitCode: number | undefined) => exitCode === code;

const missingImage = ({image}: Service, {runsOn}: Known) => {
	if (/^(localhost|127\.)/.test(image)) {
		return 'localhost is another registry on every node: push the image to one that all nodes reach';
	}

	return runsOn.length === 1
		? `only ${runsOn[0]} has the image: push it to a registry that all nodes reach`
		: 'is it pushed, and its name right? If its registry wants a login: docker service update --with-registry-auth';
};

/** First match wins: from what says most to what says least. */
const hints: readonly Hint[] = [
	{
		matches: says(/(?<!permission )denied|unauthorized|authentication required|no basic auth/i),
		words: () => 'the nodes have no login for its registry: docker service update --with-registry-auth',
	},
	{matches: says(/no such image|manifest unknown|not found: manifest/i), words: missingImage},
	{
		matches: says(/port is already allocated|address already in use/i),
		words: () => 'something outside the swarm has the port on that node',
	},
	{
		matches: says(/bind source path does not exist/i),
		words: () => 'the path has to be on every node that the service may run on',
	},
	{
		matches: says(/error while mounting volume|failed to mount local volume/i),
		words: () => "the volume can't be mounted on that node: are its server and path reached from there?",
	},
	{
		matches: says(/unhealthy container/i),
		words: () => 'its health check fails: does it need longer to start (--health-start-period)?',
	},
	{
		matches: says(/no longer meets constraints/i),
		words: () => 'its node was changed and no longer fits: Swarm stops such tasks at once',
	},
	{
		matches: says(/executable file not found|no such file or directory|permission denied/i),
		words: () => 'the command is not in the image, or may not be run',
	},
	{matches: says(/network .*not found/i), words: () => 'a network it uses is gone or not allocated'},
	{
		matches: exits(137),
		words: ({limits}) =>
			limits.memoryBytes > 0
				? `killed: out of memory? Its limit is ${memoryWords(limits.memoryBytes)}`
				: 'killed: out of memory, or it did not stop in time',
	},
	{matches: exits(143), words: () => 'ended by SIGTERM: someone or something stopped it'},
	{matches: exits(0), words: () => 'it ends by itself: nothing keeps running in it'},
];

/** What most likely lies behind a task that ended so; undefined where nothing more is known. */
export const hintFor = (service: Service, task: Task, known: Known): string | undefined =>
	hints.find(({matches}) => matches(task.error ?? '', task.exitCode))?.words(service, known);
