import {isJob} from '../../swarm/service.ts';
import {roughSeconds} from '../../swarm/wording.ts';
import {clean} from '../text/clean.ts';
import {cells, fitStyled} from '../text/fit.ts';
import {glyphs} from '../text/glyphs.ts';
import {joinFitting, type LinePart} from '../text/parts.ts';
import {tone} from '../text/style.ts';
import type {CockpitFacts} from './facts.ts';
import {imageName, versionsOf} from './names.ts';
import {drawStatus} from './status.ts';

/** What it is, where it stands, from what to what, and by which rules. */
export function drawHead(facts: CockpitFacts, width: number, rows: 2 | 3): readonly string[] {
	const images = [{text: ` ${imagesLine(facts)}`}, ...alsoChanged(facts)];
	const policy = policyParts(facts);
	const lines =
		rows === 2
			? [joinFitting([...images, ...inOne(policy, width - 4 - cells(imagesLine(facts)))], '   ', width)]
			: [joinFitting(images, '   ', width), tone('dim', ` ${joinFitting(policy, ', ', width - 1)}`)];
	return [drawStatus(facts, width), ...lines.map(line => fitStyled(line, width))];
}

/** What fits of the pace, as one piece that goes before anything else does. */
function inOne([, ...pace]: readonly LinePart[], room: number): readonly LinePart[] {
	const text = joinFitting(pace, ', ', room);
	return text === '' || cells(text) > room ? [] : [{text: tone('dim', text), drop: 9}];
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
const unremarkable = /^(image|label com\.docker\.stack\.image|platforms)$/;

/** What else the spec changed, by name; the diff has its own page. */
function alsoChanged({changes, rollout, service}: CockpitFacts): readonly LinePart[] {
	const others = changes.map(({path}) => clean(path)).filter(path => !unremarkable.test(path));
	const isMoving = rollout.state === 'rolling' || rollout.state === 'paused';

	if (others.length === 0 || !isMoving || isJob(service)) {
		return [];
	}

	if (others.length === 1 && others[0] === 'force update') {
		return versionsOf(rollout).differ ? [] : [{text: tone('dim', 'restarted, nothing else changed'), drop: 1}];
	}

	const named = others.slice(0, 2).join(', ');
	const more = others.length > 2 ? ` and ${others.length - 2} more` : '';
	const what = `${versionsOf(rollout).differ ? 'also changed' : 'changed'}: ${named}${more}`;
	return [
		{text: tone('dim', what), drop: 1},
		{text: tone('dim', '(d shows the diff)'), drop: 2},
	];
}

/** How many, and by which rules; what decides least goes first. */
function policyParts({rollout, service}: CockpitFacts): readonly LinePart[] {
	const {policy, wanted, failures} = rollout;

	if (isJob(service)) {
		return [{text: jobWords(service.mode)}];
	}

	const slots = `${wanted} ${service.mode.kind === 'global' ? 'node' : 'slot'}${wanted === 1 ? '' : 's'}`;
	const pace = policy.parallelism === 0 ? 'all at once' : `${policy.parallelism} at a time`;
	const seen = failures.slots > 0 ? `, seen ${failures.slots}` : '';
	return [
		{text: slots},
		{text: pace},
		{text: policy.order, drop: 3},
		...(policy.delay > 0 ? [{text: `delay ${roughSeconds(policy.delay)}`, drop: 1}] : []),
		{text: `monitor ${roughSeconds(policy.monitor)}`, drop: 4},
		{text: `on failure ${policy.failureAction}`, drop: 2},
		{text: `failures allowed ${failures.allowed}${seen}`, drop: 5},
	];
}

const jobWords = (mode: CockpitFacts['service']['mode']) =>
	mode.kind === 'replicated-job'
		? `a job: ${mode.completions} completions, ${mode.concurrent === 0 ? 'all' : mode.concurrent} at a time`
		: 'a job: once on every node that fits';
