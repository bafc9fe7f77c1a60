import type {Together} from '../../swarm/why/together.ts';
import type {FailureGroup, Fix} from '../../swarm/why/why.ts';
import {
	atEaseWords,
	dataWords,
	failuresTitle,
	failureWords,
	fixesTitle,
	forgottenWords,
	gaveUpWords,
	needWords,
	planCommand,
	swarmCaveat,
	unallocatedWords,
} from '../../swarm/why/words.ts';
import {age} from '../format/age.ts';
import {clock} from '../format/clock.ts';
import {count} from '../format/plural.ts';
import {clean} from '../text/clean.ts';
import {cells, fit, fitStyled, wrap} from '../text/fit.ts';
import {type Tone, tone} from '../text/style.ts';
import {drawTitle} from '../widgets/title.ts';
import type {WhyFacts} from './facts.ts';
import {drawMatrix} from './matrix.ts';
import {breaks, tooLittle} from './matrix-columns.ts';

/** A part of the page, by its name: where one reads stays where it is, whatever grows above it. */
export type Section = {
	readonly id: string;
	readonly lines: readonly string[];
	/** The lines of each thing to choose from, in its order. */
	readonly choices?: readonly {readonly from: number; readonly to: number}[];
};

const indent = 8;
const numbered = 6;

/** Less wide, what a fix brings is below it. */
const wideEnough = 110;

/** A text beside its label, wrapped below itself. */
const labelled = (label: string, text: string, width: number, meaning: Tone = 'plain') =>
	wrap(clean(text), width - indent - 1).map((line, index) =>
		fitStyled(tone('dim', fit(index === 0 ? ` ${label}` : '', indent)) + tone(meaning, line), width),
	);

/** At an indent of its own, wrapped. */
const below = (by: number, text: string, width: number, meaning: Tone = 'plain') =>
	wrap(clean(text), width - by - 1).map(line => fit('', by) + tone(meaning, fit(line, width - by)));

const [partial, caveat] = ['Tasks are still being read: nodes have less free than is shown.', ` (${swarmCaveat})`];

function drawReason({texts, demand, isUnallocated, forgotten}: Together, isPartial: boolean, width: number) {
	const needs = needWords(demand);
	const texted = texts.slice(0, 3).flatMap((text, index) => labelled(index === 0 ? 'Swarm:' : '', text, width));
	const last = (texted.at(-1) ?? '').trimEnd();
	const hasCaveat = texts.some(text => text.includes(';') || / on \d+ nodes/.test(text));
	const explained =
		!hasCaveat || cells(last) + cells(caveat) > width
			? [...texted, ...(hasCaveat ? below(indent, swarmCaveat, width, 'dim') : [])]
			: [...texted.slice(0, -1), fitStyled(last + tone('dim', caveat), width)];
	return [
		...(isUnallocated ? labelled('', unallocatedWords, width, 'look') : []),
		...(forgotten > 0 ? labelled('', forgottenWords(forgotten), width, 'look') : []),
		...explained,
		...(needs === '' ? [] : labelled('Needs', needs, width)),
		...(isPartial ? labelled('', partial, width, 'look') : []),
	];
}

function nodesTitle({rows}: Together, isUnfolded: boolean) {
	const nodes = rows.reduce((sum, row) => sum + row.nodes.length, 0);
	return `${count(nodes, 'node')}, nearest first${isUnfolded ? ', one by one' : ''}`;
}

const legendOf = (lines: readonly string[]) =>
	[
		...(lines.some(line => line.includes(tooLittle)) ? [`${tooLittle}too little`] : []),
		...(lines.some(line => line.includes(breaks)) ? [`${breaks}breaks the rule`] : []),
	].join('   ');

function drawNodes(pending: Together, isUnfolded: boolean, width: number) {
	const lines = drawMatrix(pending, isUnfolded, width);
	return [drawTitle(nodesTitle(pending, isUnfolded), width, false, legendOf(lines)), ...lines];
}

type FixPlace = {readonly number: number; readonly isChosen: boolean; readonly titles: number; readonly width: number};

function drawFix(fix: Fix, {number, isChosen, titles, width}: FixPlace): readonly string[] {
	const isStacked = width < wideEnough;
	const by = isStacked ? numbered : numbered + titles + 2;
	const command = planCommand(fix);
	const sign = isChosen ? tone('bold', ` > ${number}  `) : tone('dim', `   ${number}  `);
	const title = sign + tone('bold', clean(fix.title));
	const effects = below(by, fix.effects.join('; '), width).map(line => line.replace('EMPTY', tone('look', 'EMPTY')));
	const [first = '', ...rest] = effects;
	return [
		...(isStacked
			? [fitStyled(title, width), ...effects]
			: [fitStyled(title, by) + fitStyled(first.slice(by), width - by), ...rest]),
		...(command === undefined ? [] : below(by, `$ ${command}`, width, 'dim')),
	];
}

function drawFixes(fixes: readonly Fix[], chosen: number, width: number): Section {
	const titles = Math.min(60, Math.max(...fixes.map(({title}) => cells(clean(title)))));
	const head = [drawTitle(fixesTitle, width, false, 'nothing is changed from here')];
	const drawn = fixes.map((fix, index) => drawFix(fix, {number: index + 1, isChosen: index === chosen, titles, width}));
	const choices = drawn.map((lines, index) => {
		const from = head.length + drawn.slice(0, index).flat().length;
		return {from, to: from + lines.length};
	});
	return {id: 'fixes', lines: [...head, ...drawn.flat()], choices};
}

const drawFailure = (failure: FailureGroup, now: number, width: number) => [
	...below(3, failure.words, width, 'look'),
	...below(6, `${failureWords(failure, age(now - failure.last))}, at ${clock(failure.last)}`, width, 'dim'),
	...(failure.hint === undefined ? [] : below(6, failure.hint, width)),
];

function drawFailures({why: {failures, gaveUp}, now}: WhyFacts, width: number): readonly string[] {
	return [
		drawTitle(failuresTitle, width, false, 'as far as Swarm remembers'),
		...(gaveUp > 0 ? below(3, `${gaveUpWords(gaveUp)}, or r on its row`, width, 'look') : []),
		...failures.flatMap(failure => drawFailure(failure, now, width)),
	];
}

/** The page below its head, part by part; parts that have nothing to say are left out. */
export function sectionsOf(facts: WhyFacts, width: number): readonly Section[] {
	const {pending, why, cause, isPartial, isUnfolded, chosen} = facts;
	const isAtEase = pending === undefined && why.failures.length + why.gaveUp === 0;
	return [
		...(pending === undefined ? [] : [{id: 'reason', lines: drawReason(pending, isPartial, width)}]),
		...(pending === undefined && cause !== undefined ? [{id: 'reason', lines: below(3, cause, width, 'look')}] : []),
		...(isAtEase && cause === undefined ? [{id: 'reason', lines: below(3, atEaseWords(why), width)}] : []),
		...(pending === undefined ? [] : [{id: 'nodes', lines: drawNodes(pending, isUnfolded, width)}]),
		...(pending === undefined || pending.data.length === 0
			? []
			: [{id: 'data', lines: pending.data.flatMap(data => labelled('DATA', dataWords(data), width, 'look'))}]),
		...(pending === undefined || pending.fixes.length === 0 ? [] : [drawFixes(pending.fixes, chosen, width)]),
		...(why.failures.length + why.gaveUp === 0 ? [] : [{id: 'failures', lines: drawFailures(facts, width)}]),
	];
}
