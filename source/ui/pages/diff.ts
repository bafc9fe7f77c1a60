import type {Service} from '../../swarm/service.ts';
import {type DiffLine, specDiff} from '../../swarm/spec-diff.ts';
import {clean} from '../text/clean.ts';
import {wrap} from '../text/fit.ts';
import {tone} from '../text/style.ts';

/** What of a service's spec its last change changed, place by place; values of variables may be passwords, and stay hidden. */
export function diffLines(service: Service | undefined, columns: number): readonly string[] {
	if (service?.previousSpec === undefined) {
		return ['', ' Docker keeps no spec before this one: there is nothing to compare.'];
	}

	const changes = specDiff(service.previousSpec, service.spec, {maskEnv: true});

	return changes.length === 0
		? ['', ' Nothing differs: the spec before is the one of now.']
		: ['', ...changes.flatMap(change => drawChange(change, columns))];
}

function drawChange({path, before, after}: DiffLine, columns: number): readonly string[] {
	const drawn = (sign: string, value: string | undefined) =>
		value === undefined
			? []
			: wrap(clean(value), columns - 7).map((line, index) => `   ${index === 0 ? sign : ' '} ${line}`);
	return [
		` ${tone('bold', clean(path))}`,
		...drawn('-', before).map(line => tone('dim', line)),
		...drawn('+', after),
		'',
	];
}
