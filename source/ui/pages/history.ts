import {shortImage} from '../../swarm/image-name.ts';
import type {Service} from '../../swarm/service.ts';
import {type DiffLine, specDiff} from '../../swarm/spec-diff.ts';
import type {KnownSpec} from '../../swarm/spec-history.ts';
import {absolute} from '../format/clock.ts';
import {type Entry, fact, heading, text} from './section.ts';

/** The specs a service is known to have had, newest first, each with what a return to it would change. */
export function describeHistory(service: Service, history: readonly KnownSpec[]): readonly Entry[] {
	const [present, ...older] = history;
	return [
		heading(`Now: ${shortImage(service.image)}`),
		...fact('seen since', present?.seenAt === undefined ? undefined : absolute(present.seenAt)),
		...older.flatMap(known => earlier(service, known)),
		...(older.length === 0 ? [heading('Nothing before it'), text('It has had no other spec since skep looks.')] : []),
		heading('R on the service returns to any of these'),
		text('Of older specs, skep knows what it saw while it ran, and what changes made from here replaced.'),
		text('Values of environment variables are kept, but not shown.'),
	];
}

function earlier(service: Service, known: KnownSpec): readonly Entry[] {
	const changes = specDiff(service.spec, known.spec, {maskEnv: true}).flatMap(linesOf);
	return [
		heading(shortImage(known.image)),
		...fact('seen since', known.seenAt === undefined ? undefined : absolute(known.seenAt)),
		...fact('replaced', replaced(known)),
		...changes.flatMap((line, index) => fact(index === 0 ? 'a return changes' : '', line)),
	];
}

/** As a plan shows it: what would go, what would come. */
const linesOf = ({path, before, after}: DiffLine) => [
	...(before === undefined ? [] : [`- ${path}: ${before}`]),
	...(after === undefined ? [] : [`+ ${path}: ${after}`]),
];

function replaced({replacedAt, replacedBy}: KnownSpec) {
	if (replacedAt === undefined) {
		return 'at a time that nobody saw from here';
	}

	return `${absolute(replacedAt)}, ${replacedBy === undefined ? 'not from here' : `from here: ${replacedBy}`}`;
}
