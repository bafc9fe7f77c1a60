import type {Behaviour} from './behaviour.ts';

/** One line of a container's log. */
export type LoggedLine = {
	/** Milliseconds since 1970. */
	readonly at: number;
	readonly stream: 'stdout' | 'stderr';
	readonly text: string;
};

/** What a kind of container says, line by line: the same number always makes the same line. */
export type Speech = {
	/** Milliseconds from one line to the next, on average. */
	readonly period: number;
	readonly opening: readonly string[];
	readonly line: (number: number, luck: (salt: number) => number) => string;
	readonly closing: string;
};

const pick = <T>(items: readonly T[], luck: number) => items[Math.floor(luck * items.length)] as T;

const paths = [
	'/',
	'/cart',
	'/cart/items',
	'/checkout',
	'/api/products',
	'/api/products/4711',
	'/login',
	'/static/app.js',
	'/healthz',
];
const jobs = ['send-receipt', 'resize-image', 'sync-stock', 'charge-card', 'rebuild-index'];

const web: Speech = {
	period: 1400,
	opening: ['listening on :8080', 'connected to database in 14 ms'],
	line(number, luck) {
		const status = luck(1) < 0.93 ? 200 : pick([301, 404, 404, 500, 503], luck(2));
		const path = pick(paths, luck(7));
		const method = /^\/(?:login|checkout|cart\/items)$/.test(path) && luck(3) < 0.6 ? 'POST' : 'GET';
		const address = `10.0.${Math.floor(luck(4) * 4)}.${2 + Math.floor(luck(5) * 250)}`;
		const took = (1 + luck(6) ** 4 * 900).toFixed(1);
		return `${address} "${method} ${path}" ${status} ${120 + Math.floor(luck(8) * 9000)}B ${took}ms req=${number}`;
	},
	closing: 'SIGTERM: finishing open requests',
};

const worker: Speech = {
	period: 2600,
	opening: ['worker started, concurrency 4', 'queue "default": 12 jobs waiting'],
	line(number, luck) {
		const job = `${pick(jobs, luck(1))}#${40_000 + number}`;
		return luck(2) < 0.06
			? `WARN ${job} failed, will try again in ${5 + Math.floor(luck(3) * 55)}s: connection reset by peer`
			: `INFO ${job} done in ${(20 + luck(4) * 700).toFixed(0)}ms`;
	},
	closing: 'SIGTERM: waiting for running jobs',
};

const database: Speech = {
	period: 7000,
	opening: ['database system was shut down cleanly', 'database system is ready to accept connections'],
	line: (number, luck) =>
		luck(1) < 0.7
			? `checkpoint complete: wrote ${Math.floor(luck(2) * 900)} buffers (${(luck(3) * 5).toFixed(1)}%) lsn=0/${(0x1a00000 + number * 4096).toString(16).toUpperCase()}`
			: `duration: ${(luck(4) * 2400).toFixed(3)} ms  statement: SELECT * FROM orders WHERE customer = $1`,
	closing: 'received fast shutdown request',
};

const quiet: Speech = {period: Number.POSITIVE_INFINITY, opening: [], line: () => '', closing: ''};

const crash: Speech = {
	...quiet,
	opening: [
		'starting',
		'reading configuration from /etc/app/config.yml',
		'connecting to amqp://broker:5672',
		'panic: dial tcp: lookup broker on 127.0.0.11:53: no such host',
		'goroutine 1 [running]: main.connect(0xc0000b4000)',
	],
};

const flood: Speech = {...web, period: 2};

export const speeches: Readonly<Record<Behaviour['log'], Speech>> = {web, worker, database, crash, flood, quiet};
