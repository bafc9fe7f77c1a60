import {isJob, type Service} from '../../swarm/service.ts';
import type {Consequence} from '../../swarm/what-follows.ts';
import {roughSeconds} from '../../swarm/wording.ts';
import type {CockpitFacts} from './facts.ts';
import {slotNames, versionsOf} from './names.ts';

type Case = Pick<CockpitFacts, 'rollout' | 'service' | 'hostOf' | 'now'>;

/** "If you do nothing": a sentence, troubles first. */
export const followsWords = (about: Case, consequences: readonly Consequence[]): string =>
	consequences
		.filter(({kind}) => kind !== 'moves-on' || !consequences.some(other => other.kind === 'goes-on'))
		.map(consequence => sentence(about, consequence))
		.join(' ');

const isGlobal = ({mode}: Service) => mode.kind.startsWith('global');

function sentence(about: Case, consequence: Consequence): string {
	const {rollout, service, hostOf, now} = about;
	const {old, next, differ} = versionsOf(rollout);

	switch (consequence.kind) {
		case 'goes-on':
			return goesOn(about, consequence);
		case 'settles':
			return consequence.until === undefined || consequence.until <= now
				? 'Swarm watches the last ones a little longer, then the rollout is over.'
				: `Swarm watches the last ones for ${roughSeconds((consequence.until - now) / 1000)} more, then the rollout is over.`;
		case 'crash-loops': {
			const every = consequence.everySeconds;
			return `${who(about, consequence.slots)} ${verb(consequence.slots, 'restarts', 'restart')}${every === undefined ? '' : ` about every ${roughSeconds(Math.max(1, every))}`} for ever.`;
		}
		case 'stays-down':
			return `${who(about, consequence.slots)} ${verb(consequence.slots, 'stays', 'stay')} down: the restart policy allows no more.`;
		case 'waits-for-ever':
			return `${who(about, consequence.slots)} ${verb(consequence.slots, 'waits', 'wait')} until a node fits; Swarm never gives up on that.`;
		case 'hangs':
			return `Swarm waits for its task on ${hostOf(consequence.nodeId)} until that node is back, and counts the task as failed then.`;
		case 'stays-paused':
		case 'stays-old':
			return `${who(about, consequence.slots)} ${verb(consequence.slots, 'goes', 'go')} on serving ${old}.`;
		case 'unreported':
			return `${who(about, consequence.slots)} ${verb(consequence.slots, 'is', 'are')} still on ${old}, and the engine reports no rollout: it goes on without a word, or never.`;
		case 'moves-on':
			return consequence.slots.length === 0
				? 'Swarm starts what is missing.'
				: `${who(about, consequence.slots)} ${verb(consequence.slots, 'goes', 'go')} on by ${consequence.slots.length === 1 ? 'itself' : 'themselves'}.`;
		case 'done':
			return isJob(service)
				? 'Nothing: the job did its work.'
				: differ
					? `Nothing changes: it goes on serving ${next}.`
					: 'Nothing changes.';
	}
}

const verb = (slots: readonly unknown[], one: string, many: string) => (slots.length === 1 ? one : many);

function who({service, hostOf}: Case, slots: CockpitFacts['rollout']['slots']) {
	const keys = slots.map(({key, nodeId}) => (isGlobal(service) ? hostOf(nodeId) : key));
	const names = slotNames(keys, isGlobal(service));
	return names.slice(0, 1).toUpperCase() + names.slice(1);
}

function goesOn({rollout, service}: Case, {slots, secondsLeft, spare}: Extract<Consequence, {kind: 'goes-on'}>) {
	const {policy, direction} = rollout;
	const noun = isGlobal(service) ? 'node' : 'slot';
	const left = secondsLeft === undefined ? '' : `, about ${roughSeconds(secondsLeft)}`;
	const then = {
		pause: 'pauses',
		continue: 'goes on all the same',
		rollback: direction === 'update' ? 'rolls back by itself' : 'pauses',
	}[policy.failureAction];
	const limit = spare === 0 ? 'If one fails' : `If more than ${spare} others fail`;
	return `Swarm replaces the ${slots.length === 1 ? `last ${noun}` : `other ${slots.length} ${noun}s`}${left}. ${limit} within ${roughSeconds(policy.monitor)}, it ${then}.`;
}
