import {countEntry, durationEntry, flagEntry, type Part, plainEntry} from './entry.ts';
import {container} from './paths.ts';

const health = [...container, 'Healthcheck'];

/** The shortest time that the engine takes for a health check. */
const leastHealth = 1_000_000;

export const checks: Part = {
	title: 'Health check',
	entries: [
		plainEntry(
			{
				name: 'healthCmd',
				label: 'command',
				hint: 'run by a shell in the container; it is healthy while that ends with 0',
				fallback: `the image's own`,
			},
			[...health, 'Test'],
			text => ({value: ['CMD-SHELL', text]}),
		),
		durationEntry(
			{name: 'healthInterval', label: 'every', hint: 'between two checks: 10s', fallback: `the image's, or 30s`},
			[...health, 'Interval'],
			leastHealth,
		),
		durationEntry(
			{
				name: 'healthTimeout',
				label: 'timeout',
				hint: 'a check that takes longer has failed: 5s',
				fallback: `the image's, or 30s`,
			},
			[...health, 'Timeout'],
			leastHealth,
		),
		countEntry(
			{
				name: 'healthRetries',
				label: 'failures',
				hint: 'in a row, until it is unhealthy and replaced',
				fallback: `the image's, or 3`,
			},
			[...health, 'Retries'],
		),
		durationEntry(
			{
				name: 'healthStart',
				label: 'start period',
				hint: 'failures do not count so long after the start: 30s',
				fallback: `the image's, or 0s`,
			},
			[...health, 'StartPeriod'],
			leastHealth,
		),
		flagEntry({name: 'healthNone', label: 'switched off', hint: `no health check, whatever the image has`}, [
			...health,
			'None',
		]),
	],
};
