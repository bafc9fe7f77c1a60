import type {SwarmEvent} from '../events.ts';
import type {Call, Reply} from './call.ts';
import {type Filters, filtersIn, oneOf} from './filters.ts';

/** Seconds since 1970, with a fraction; in milliseconds. */
const timeOf = (text: string | undefined) => {
	const seconds = Number.parseFloat(text ?? '');
	return Number.isFinite(seconds) ? seconds * 1000 : undefined;
};

const kinds = ['node', 'service', 'network', 'secret', 'config'];

const isAbout = (event: SwarmEvent, filters: Filters) =>
	kinds.every(
		kind =>
			filters[kind] === undefined ||
			oneOf(
				filters[kind],
				value => event.type === kind && (event.id.startsWith(value) || event.attributes['name'] === value),
			),
	);

/** An unknown key is no error here: it filters nothing. */
const matcher = ({query, self}: Call) => {
	const filters = filtersIn(query['filters']);
	return (event: SwarmEvent) =>
		self.isManager &&
		oneOf(filters['type'], type => event.type === type) &&
		oneOf(filters['event'], action => event.action === action) &&
		oneOf(filters['scope'], scope => scope === 'swarm') &&
		isAbout(event, filters);
};

/** `GET /events`: what is kept of what happened since then, and what happens from now on. Workers tell of none of it. */
export const streamEvents = (call: Call): Reply => {
	const {events, swarm} = call.simulator;
	const {timeline} = swarm;
	const since = timeOf(call.query['since']);
	const until = timeOf(call.query['until']) ?? Number.POSITIVE_INFINITY;
	const matches = matcher(call);

	return {
		kind: 'stream',
		headers: {'Content-Type': 'application/json'},
		start(out) {
			const send = (event: SwarmEvent) => {
				if (matches(event)) {
					out.write(event.json);
				}
			};
			if (since !== undefined) {
				events
					.recent()
					.filter(({at}) => at >= since && at <= until)
					.forEach(send);
			}
			if (until <= timeline.now()) {
				out.end();
				return;
			}
			const stop = events.listen(send);
			const stopClock = Number.isFinite(until) ? timeline.after(until - timeline.now(), out.end) : undefined;
			out.onClose(() => {
				stop();
				stopClock?.();
			});
		},
	};
};
