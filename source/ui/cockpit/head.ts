import {isJob} from '../../swarm/service.ts';
import {age, exactAge, steppedAge} from '../format/age.ts';
import {clock} from '../format/clock.ts';
import {roughSeconds} from '../format/seconds.ts';
import {stateWords, toneOf} from '../rows/verdict-words.ts';
import {clean} from '../text/clean.ts';
import {cells, fitStyled} from '../text/fit.ts';
import {glyphs} from '../text/glyphs.ts';
import {type Tone, tone} from '../text/style.ts';
import type {CockpitFacts} from './facts.ts';
import {imageName, versionsOf} from './names.ts';

/** What it is, where it stands, from what to what, and by which rules. */
export function drawHead(facts: CockpitFacts, width: number, rows: 2 | 3): readonly string[] {
	const images = `${imagesLine(facts)}${alsoChanged(facts)}`;
	return rows === 2
		? [statusLine(facts, width), line(` ${images}   ${tone('dim', policyWords(facts, 'short'))}`, width)]
		: [statusLine(facts, width), line(` ${images}`, width), line(tone('dim', ` ${policyWords(facts, 'full')}`), width)];
}

const line = (text: string, width: number) => fitStyled(text, width);

function statusLine(facts: CockpitFacts, width: number) {
	const {connection, place, isReadOnly} = facts;
	const status = statusOf(facts);
	const [name, where] = [clean(facts.service.name), isReadOnly ? `${place}  read-only` : place];
	const left = ` ${tone('bold', name)}   ${tone(status.tone, status.words)}`;
	const end = `${tone(connection.tone, connection.text)} `;
	const withPlace = `${tone('dim', where)}   ${end}`;
	const right = cells(left) + cells(withPlace) + 2 <= width ? withPlace : end;
	return `${fitStyled(left, width - cells(right) - 1)} ${right}`;
}

type Status = {readonly words: string; readonly tone: Tone};

function statusOf(facts: CockpitFacts): Status {
	const {rollout, service, now, verdict, hasAges} = facts;
	const what = rollout.direction === 'update' ? 'UPDATE' : 'ROLLBACK';
	const since = (at: number, words: (milliseconds: number) => string) =>
		`${words(now - at)}${hasAges ? '' : `, since ${clock(at)}`}`;

	if (rollout.state === 'paused') {
		return {words: `${what} PAUSED ${since(service.updatedAt, age)}`, tone: verdict.alive === 0 ? 'act' : 'look'};
	}

	if (rollout.state === 'rolling') {
		const doing = rollout.direction === 'update' ? 'UPDATING' : 'ROLLING BACK';
		const isBlocked = rollout.blocked !== undefined || rollout.waitsFor !== undefined;
		return {
			words: `${doing}${rollout.startedAt === undefined ? '' : ` ${since(rollout.startedAt, exactAgeOr)}`}${etaWords(facts)}`,
			tone: isBlocked ? 'look' : 'moving',
		};
	}

	return calmStatus(facts);
}

const exactAgeOr = (milliseconds: number) =>
	milliseconds < 600_000 ? exactAge(milliseconds) : steppedAge(milliseconds);

/** How much longer, or why nobody knows. */
export function etaWords({rollout, hostOf}: CockpitFacts): string {
	if (rollout.blocked !== undefined) {
		return ', blocked: no node fits';
	}

	if (rollout.waitsFor !== undefined) {
		return `, waits for ${hostOf(rollout.waitsFor)}`;
	}

	if (rollout.secondsLeft !== undefined) {
		return `, about ${roughSeconds(rollout.secondsLeft)} left`;
	}

	return rollout.counts.verifying + rollout.counts.done === 0 ? ', time unknown until one slot is through' : '';
}

/** No rollout: how the last one ended, and what is wrong all the same. */
function calmStatus({rollout, service, verdict, progress, now}: CockpitFacts): Status {
	const state = stateWords(service, verdict, progress, now);
	const isWell = verdict.state.kind === 'converged' || verdict.state.kind === 'job-done';
	const words = isWell && !isJob(service) ? '' : state;
	const shown = {words: words === '' ? lastWords(rollout, service.updateStatus?.completedAt, now) : words};
	return {...shown, tone: isWell ? 'plain' : (toneOf(verdict) ?? 'plain')};
}

function lastWords({direction, state}: CockpitFacts['rollout'], at: number | undefined, now: number) {
	if (state !== 'completed') {
		return 'no rollout under way';
	}

	const when = at === undefined ? '' : ` ${age(now - at)} ago`;
	return `no rollout under way; the last ${direction === 'update' ? 'update' : 'rollback'} completed${when}`;
}

function imagesLine({rollout}: CockpitFacts) {
	const {oldImage, newImage, state} = rollout;
	const next = imageName(newImage);
	const isOver = state !== 'rolling' && state !== 'paused' && rollout.counts.old === 0;

	if (oldImage === undefined || imageName(oldImage) === next) {
		return tone('bold', next);
	}

	return isOver
		? `${tone('bold', next)}   ${tone('dim', `before: ${imageName(oldImage)}`)}`
		: `${imageName(oldImage)} ${glyphs().right} ${tone('bold', next)}`;
}

/** The image has its own words; the others follow from it. */
const unremarkable = /^(image|label com\.docker\.stack\.image|platform .*)$/;

/** What else the spec changed, by name; the diff has its own page. */
function alsoChanged({changes, rollout, service}: CockpitFacts) {
	const others = changes.map(({path}) => clean(path)).filter(path => !unremarkable.test(path));
	const isMoving = rollout.state === 'rolling' || rollout.state === 'paused';

	if (others.length === 0 || !isMoving || isJob(service)) {
		return '';
	}

	if (others.length === 1 && others[0] === 'force update') {
		return versionsOf(rollout).differ ? '' : tone('dim', '   restarted, nothing else changed');
	}

	const named = others.slice(0, 2).join(', ');
	const more = others.length > 2 ? ` and ${others.length - 2} more` : '';
	return tone(
		'dim',
		`   ${versionsOf(rollout).differ ? 'also changed' : 'changed'}: ${named}${more} (d shows the diff)`,
	);
}

function policyWords({rollout, service}: CockpitFacts, form: 'short' | 'full') {
	const {policy, wanted, failures} = rollout;

	if (isJob(service)) {
		return jobWords(service.mode);
	}

	const slots = `${wanted} ${service.mode.kind === 'global' ? 'node' : 'slot'}${wanted === 1 ? '' : 's'}`;
	const pace = policy.parallelism === 0 ? 'all at once' : `${policy.parallelism} at a time`;
	const delay = policy.delay > 0 ? [`delay ${roughSeconds(policy.delay)}`] : [];
	const parts = [slots, pace, policy.order, ...delay, `monitor ${roughSeconds(policy.monitor)}`];
	const allowed = `failures allowed ${failures.allowed}${failures.slots > 0 ? `, seen ${failures.slots}` : ''}`;
	return (form === 'short' ? parts.slice(1) : [...parts, `on failure ${policy.failureAction}`, allowed]).join(', ');
}

const jobWords = (mode: CockpitFacts['service']['mode']) =>
	mode.kind === 'replicated-job'
		? `a job: ${mode.completions} completions, ${mode.concurrent === 0 ? 'all' : mode.concurrent} at a time`
		: 'a job: once on every node that fits';
