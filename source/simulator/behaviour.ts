import type {ContainerSpec} from './model.ts';

/** What an image's containers do. Times are in milliseconds, as ranges from which each container draws. */
export type Behaviour = {
	readonly pull: Range;
	/** From `docker start` to running, health checks aside. */
	readonly start: Range;
	/** From SIGTERM to its end. */
	readonly stop: Range;
	/** It ends by itself after so long, with this exit code. */
	readonly ends?: {readonly after: Range; readonly exitCode: number};
	/** Its health check fails until the engine gives up on it. */
	readonly isSick?: boolean;
	/** No registry and no node has it. */
	readonly isMissing?: boolean;
	/** The command isn't in the image. */
	readonly hasNoCommand?: boolean;
	/** Which lines its log holds. */
	readonly log: 'web' | 'worker' | 'database' | 'crash' | 'flood' | 'quiet';
};

export type Range = readonly [least: number, most: number];

const ordinary: Behaviour = {
	pull: [30, 90],
	start: [180, 320],
	stop: [1050, 1350],
	log: 'worker',
};

/** By the image's name; the first that matches tells. A name without one is an ordinary, healthy worker. */
const behaviours: readonly {readonly image: RegExp; readonly behaviour: Partial<Behaviour>}[] = [
	{
		image: /^(?!localhost[:/])[^/]*\.(?:invalid|example|test)(?::\d+)?\//,
		behaviour: {isMissing: true, pull: [900, 1600]},
	},
	{image: /(?:^|\/)(?:missing|nosuch|doesnotexist)[^/]*$/, behaviour: {isMissing: true, pull: [600, 1100]}},
	{image: /:bad(?:@|$)/, behaviour: {ends: {after: [1000, 1090], exitCode: 3}, log: 'crash'}},
	{image: /(?:^|\/)crash[^/]*$/, behaviour: {ends: {after: [1000, 1090], exitCode: 3}, log: 'crash'}},
	// Those of the demo's shop: a release that can't find its broker, and a worker that leaks memory.
	{image: /\/mailer:2\.2/, behaviour: {ends: {after: [1800, 2600], exitCode: 1}, log: 'crash'}},
	{image: /\/thumbnailer:/, behaviour: {ends: {after: [200_000, 900_000], exitCode: 137}, log: 'worker'}},
	{image: /(?:^|\/)oom[^/]*$/, behaviour: {ends: {after: [4000, 9000], exitCode: 137}, log: 'worker'}},
	{image: /(?:^|\/)sick[^/]*$/, behaviour: {isSick: true, log: 'crash'}},
	{image: /(?:^|\/)flood[^/]*$/, behaviour: {log: 'flood'}},
	{image: /(?:^|\/)slow[^/]*$/, behaviour: {pull: [6000, 12_000], start: [4000, 7000], stop: [6000, 9000]}},
	{image: /(?:^|\/)(?:postgres|mysql|mariadb|redis|mongo|db)[^/]*$/, behaviour: {log: 'database', stop: [1500, 2600]}},
	{image: /(?:^|\/)(?:pause|quiet)[^/]*$/, behaviour: {log: 'quiet'}},
	{image: /(?:^|\/)(?:web|nginx|httpd|traefik|caddy|haproxy|api|shop|front)[^/]*$/, behaviour: {log: 'web'}},
];

/** Tasks of a job whose command doesn't say how long they take. */
const jobTakes: Range = [1000, 1090];

/** A shell command's own `sleep` and `exit`, so that one test can be put to a simulated and to a real engine. */
const fromCommand = ({Command = [], Args = []}: ContainerSpec): Partial<Behaviour> => {
	const words = [...Command, ...Args].join(' ');
	const exit = /\bexit (\d+)/.exec(words)?.[1] ?? /(?:^|\s)false$/.exec(words)?.[0].replace(/.*/, '1');
	const sleep = /\bsleep (\d+(?:\.\d+)?)/.exec(words)?.[1];
	const isEndless = /\b(?:while|tail|infinity|httpd)\b/.test(words);
	const after: Range = [Number(sleep ?? 0) * 1000 + 20, Number(sleep ?? 0) * 1000 + 120];
	const ends =
		!isEndless && (exit !== undefined || sleep !== undefined) ? {after, exitCode: Number(exit ?? 0)} : undefined;
	return {...(ends ? {ends} : {}), ...(/^\/nope\b/.test(words) ? {hasNoCommand: true} : {})};
};

/** The folder of a bind mount that no node has; they have all but those that are called so. */
export const missingSource = ({Mounts = []}: ContainerSpec = {}): string | undefined =>
	Mounts.find(({Type, Source = ''}) => Type === 'bind' && /\/(?:missing|nosuch|doesnotexist)/.test(Source))?.Source;

const decide = (spec: ContainerSpec, isJob: boolean): Behaviour => {
	const image = spec.Image ?? '';
	const byImage = behaviours.find(known => known.image.test(image.replace(/@sha256:.*$/, '')))?.behaviour;
	const job = isJob ? {ends: {after: jobTakes, exitCode: 0}} : {};
	return {...ordinary, ...job, ...byImage, ...fromCommand(spec)};
};

const decided = {job: new WeakMap<ContainerSpec, Behaviour>(), service: new WeakMap<ContainerSpec, Behaviour>()};

/** What a container made from that spec will do. */
export const behaviourOf = (spec: ContainerSpec, isJob: boolean): Behaviour => {
	const known = decided[isJob ? 'job' : 'service'];
	const behaviour = known.get(spec) ?? decide(spec, isJob);
	known.set(spec, behaviour);
	return behaviour;
};
