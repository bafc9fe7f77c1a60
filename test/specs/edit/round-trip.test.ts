import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {headerOf} from '../../../source/specs/edit/header.ts';
import {type Reading, readSpec} from '../../../source/specs/edit/read-spec.ts';
import {type Editable, shapes} from '../../../source/specs/edit/service-shape.ts';
import type {Shape} from '../../../source/specs/edit/shape.ts';
import {writeSpec} from '../../../source/specs/edit/write-spec.ts';
import type {Json} from '../../../source/swarm/values.ts';
import {anyCharacter} from '../../helpers/any-character.ts';
import {readSample} from '../../helpers/recordings.ts';
import {names, wholeService} from './whole-service.ts';

const heading = headerOf({kind: 'service', name: 'shop_web', id: 'zpypbemjcsg2', version: 3005});

const unchanged = (spec: Json, kind: Editable = 'service'): Reading =>
	readSpec(writeSpec(spec, kind, heading, names), {kind, spec, names});

const text = fc.string({unit: anyCharacter}).map(given => given.toWellFormed());
const key = text.filter(given => given !== '');
const json = fc.json().map(given => JSON.parse(given) as Json);

/** Any value that a shape allows, and now and then one that it doesn't: engines may send anything. */
const likely = (shape: Shape): fc.Arbitrary<Json> =>
	fc.oneof({weight: 40, arbitrary: regular(shape)}, {weight: 1, arbitrary: json});

const regular = (shape: Shape): fc.Arbitrary<Json> => {
	switch (shape.kind) {
		case 'object': {
			const fields = Object.entries(shape.fields).map(([name, inner]) => [name, likely(inner)] as const);
			return fc.record(Object.fromEntries(fields), {requiredKeys: []}) as fc.Arbitrary<Json>;
		}
		case 'list':
			return fc.array(likely(shape.of), {maxLength: 3});
		case 'map':
			return fc.dictionary(key, text, {maxKeys: 3, noNullPrototype: true});
		case 'choice':
			return fc.constantFrom(...shape.choices);
		case 'flag':
			return fc.boolean();
		case 'ratio':
			return fc.double({min: 0, max: 1, noNaN: true}).map(Math.abs);
		case 'any':
			return json;
		case 'text':
		case 'network':
			return text;
		default:
			return fc.oneof(
				fc.maxSafeNat(),
				fc.nat(2000),
				fc.nat(500).map(amount => amount * 1_000_000_000),
			);
	}
};

describe('a text that nobody changed gives the spec that it was written from', () => {
	test('where the service has everything', () => {
		expect(unchanged(wholeService)).toEqual({kind: 'spec', spec: wholeService});
	});

	test.each(['service-full', 'service-stack-deployed'])('for the recorded %s', sample => {
		const {Spec: spec} = readSample(sample) as {readonly Spec: Json};
		expect(unchanged(spec)).toEqual({kind: 'spec', spec});
	});

	test('where a newer engine has fields and words that nobody knows here', () => {
		const newer = {
			...wholeService,
			Weather: {Rain: [1, {Deep: null}], Text: '10s'},
			EndpointSpec: {Mode: 'anycast', Ports: [{TargetPort: 70_000, Colour: 'red'}]},
			TaskTemplate: {...wholeService.TaskTemplate, Priority: -1},
		};
		expect(unchanged(newer)).toEqual({kind: 'spec', spec: newer});
	});

	test.each(['service', 'node'] as const)('whatever is in the spec of a %s', kind => {
		fc.assert(
			fc.property(regular(shapes[kind]), spec => {
				// No empty text is anything to edit, and there is a mode in each real one.
				const whole = Object.keys(spec as object).length === 0 ? {Name: 'web'} : spec;
				expect(unchanged(whole, kind)).toEqual({kind: 'spec', spec: whole});
			}),
			{numRuns: 40},
		);
	});
});
