import {isJob} from '../../swarm/service.ts';
import {roughSeconds} from '../../swarm/wording.ts';
import {age, exactAge, steppedAge} from '../format/age.ts';
import {clock} from '../format/clock.ts';
import {stateWords, toneOf} from '../rows/verdict-words.ts';
import {clean} from '../text/clean.ts';
import {cells, fitStyled} from '../text/fit.ts';
import {type Tone, tone} from '../text/style.ts';
import type {CockpitFacts} from './facts.ts';

/** What it is and where it stands. Short of room, where skep is goes first, then since when. */
export function drawStatus(facts: CockpitFacts, width: number): string {
	const {connection, place, isReadOnly} = facts;
	const {head, since, eta, tone: meaning} = statusOf(facts);
	const name = ` ${tone('bold', clean(facts.service.name))}   `;
	const end = `${isReadOnly ? `${tone('look', 'read-only')}   ` : ''}${tone(connection.tone, connection.text)} `;
	const [all, short] = [
		[head, since, eta],
		[head, eta],
	].map(words => name + tone(meaning, words.filter(word => word !== undefined).join(', '))) as [string, string];
	const withPlace = `${tone('dim', place)}   ${end}`;
	const right = cells(all) + cells(withPlace) + 2 <= width ? withPlace : end;
	const left = cells(all) + cells(right) + 1 <= width ? all : short;
	return `${fitStyled(left, width - cells(right) - 1)} ${right}`;
}

type Status = {readonly head: string; readonly since?: string; readonly eta?: string; readonly tone: Tone};

function statusOf(facts: CockpitFacts): Status {
	const {rollout, service, now, verdict, hasAges} = facts;
	const isUpdate = rollout.direction === 'update';
	const since = (at: number) => (hasAges ? {} : {since: `since ${clock(at)}`});

	if (rollout.state === 'paused') {
		const head = `${isUpdate ? 'UPDATE' : 'ROLLBACK'} PAUSED ${age(now - service.updatedAt)}`;
		return {head, ...since(service.updatedAt), tone: verdict.alive === 0 ? 'act' : 'look'};
	}

	if (rollout.state !== 'rolling') {
		return calmStatus(facts);
	}

	const {startedAt, blocked, waitsFor} = rollout;
	const [doing, eta] = [isUpdate ? 'UPDATING' : 'ROLLING BACK', etaWords(facts)];
	return {
		head: startedAt === undefined ? doing : `${doing} ${exactAgeOr(now - startedAt)}`,
		...(startedAt === undefined ? {} : since(startedAt)),
		...(eta === undefined ? {} : {eta}),
		tone: blocked !== undefined || waitsFor !== undefined ? 'look' : 'moving',
	};
}

const exactAgeOr = (milliseconds: number) =>
	milliseconds < 600_000 ? exactAge(milliseconds) : steppedAge(milliseconds);

/** How much longer, or why nobody knows. */
function etaWords({rollout, hostOf, silence}: CockpitFacts): string | undefined {
	if (silence !== undefined) {
		return undefined;
	}

	if (rollout.blocked !== undefined) {
		return 'blocked: no node fits';
	}

	if (rollout.waitsFor !== undefined) {
		return `waits for ${hostOf(rollout.waitsFor)}`;
	}

	if (rollout.secondsLeft !== undefined) {
		return `about ${roughSeconds(rollout.secondsLeft)} left`;
	}

	return rollout.counts.verifying + rollout.counts.done === 0 ? 'time unknown until one slot is through' : undefined;
}

/** No rollout: how the last one ended, and what is wrong all the same. */
function calmStatus({rollout, service, verdict, progress, now}: CockpitFacts): Status {
	const state = stateWords(service, verdict, progress, now);
	const isWell = verdict.state.kind === 'converged' || verdict.state.kind === 'job-done';
	const words = isWell && !isJob(service) ? '' : state;
	const shown = {head: words === '' ? lastWords(rollout, service.updateStatus?.completedAt, now) : words};
	return {...shown, tone: isWell ? 'plain' : (toneOf(verdict) ?? 'plain')};
}

function lastWords({direction, state}: CockpitFacts['rollout'], at: number | undefined, now: number) {
	if (state !== 'completed') {
		return 'no rollout under way';
	}

	const when = at === undefined ? '' : ` ${age(now - at)} ago`;
	return `no rollout under way; the last ${direction === 'update' ? 'update' : 'rollback'} completed${when}`;
}
