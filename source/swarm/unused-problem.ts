import type {FileKind} from './file-rules.ts';
import type {Problem} from './problems.ts';
import type {Snapshot} from './snapshot.ts';
import {usersIn} from './uses.ts';
import type {Instant} from './values.ts';
import {plural} from './wording.ts';

/** Made for something that is about to come, or kept to go back to: nobody minds that sooner. */
const oldEnough = 30 * 24 * 60 * 60_000;

const mostNames = 6;

/** Secrets or configs that no service has, nor would have again after a rollback, and that are long there. */
const unusedFiles = (kind: FileKind, snapshot: Snapshot, now: Instant): readonly string[] => {
	const known = snapshot[`${kind}s`]?.items.values();

	if (known === undefined || snapshot.services === undefined) {
		return [];
	}

	const users = usersIn(snapshot.services.items.values());
	return [...known]
		.filter(({id, createdAt}) => now - createdAt >= oldEnough && !users.has(id))
		.map(({name}) => name)
		.sort();
};

/** One finding for all of them: they cost nothing, but what they hold may still open doors. */
export const unusedProblems = (snapshot: Snapshot, now: Instant): readonly Problem[] => {
	const found = (['secret', 'config'] as const).map(kind => ({kind, names: unusedFiles(kind, snapshot, now)}));
	const some = found.filter(({names}) => names.length > 0);
	const names = some.flatMap(({names}) => names);
	const more = names.length - mostNames;
	const amounts = some.map(({kind, names}) => plural(names.length, kind)).join(' and ');
	return some.length === 0
		? []
		: [
				{
					urgency: 'look',
					verdict: 'UNUSED',
					subject: {kind: 'swarm'},
					name: some.map(({kind}) => `${kind}s`).join(', '),
					standing: '',
					since: undefined,
					cause: `no service has ${amounts}, nor would after a rollback, and ${names.length === 1 ? 'it is' : 'they are'} over 30 d old: ${names.slice(0, mostNames).join(', ')}${more > 0 ? ` and ${more} more` : ''}`,
				},
			];
};
