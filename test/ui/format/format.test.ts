import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {age, exactAge, roughAge, steppedAge, untilOlder} from '../../../source/ui/format/age.ts';
import {bytes} from '../../../source/ui/format/bytes.ts';
import {absolute, clock} from '../../../source/ui/format/clock.ts';
import {cpus} from '../../../source/ui/format/cpus.ts';
import {percent} from '../../../source/ui/format/percent.ts';
import {count} from '../../../source/ui/format/plural.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

describe('ages', () => {
	test.each([
		[-5 * second, '<1m'],
		[0, '<1m'],
		[59 * second, '<1m'],
		[minute, '1m'],
		[59 * minute + 59 * second, '59m'],
		[hour, '1h'],
		[23 * hour + 59 * minute, '23h'],
		[day, '1d'],
		[400 * day, '400d'],
	])('%i ms is %s', (milliseconds, expected) => {
		expect(age(milliseconds)).toBe(expected);
	});

	test('rough ones stay as they are for an hour', () => {
		expect([-1, 0, 59 * minute, hour, 23 * hour, day].map(roughAge)).toEqual(['<1h', '<1h', '<1h', '1h', '23h', '1d']);
	});

	test('stepped ones tell minutes for ten of them, then tens', () => {
		const minutes = [0, 1, 9.9, 10, 19.9, 20, 59.9, 60];
		expect(minutes.map(count => steppedAge(count * minute))).toEqual([
			'<1m',
			'1m',
			'9m',
			'10m+',
			'10m+',
			'20m+',
			'50m+',
			'1h',
		]);
	});

	test.each([
		[-1, '0 s'],
		[40.9 * second, '40 s'],
		[3 * minute, '3m'],
		[3 * minute + 20 * second, '3m 20s'],
		[2 * hour + 5 * minute, '2h 5m'],
		[3 * day, '3d'],
	])('%i ms is exactly %s', (milliseconds, expected) => {
		expect(exactAge(milliseconds)).toBe(expected);
	});

	test('stay as they are until they are said to change, and change then', () => {
		fc.assert(
			fc.property(fc.integer({min: -minute, max: 40 * day}), milliseconds => {
				const wait = untilOlder(milliseconds);
				expect(age(milliseconds + wait - 1)).toBe(age(milliseconds));
				expect(age(milliseconds + wait)).not.toBe(age(milliseconds));
			}),
		);
	});
});

describe('moments', () => {
	const at = Date.UTC(2026, 10, 20, 18, 48, 2);

	test('by the clock of a zone', () => {
		expect(clock(at, 'Asia/Seoul')).toBe('03:48:02');
		expect(clock(at, 'UTC')).toBe('18:48:02');
		expect(clock(Date.UTC(2026, 0, 1), 'UTC')).toBe('00:00:00');
	});

	test('in full, with the zone', () => {
		expect(absolute(at, 'Asia/Seoul')).toBe('2026-11-21 03:48:02 +09:00');
		expect(absolute(at, 'UTC')).toBe('2026-11-20 18:48:02 UTC');
	});

	test('nobody knows', () => {
		expect(clock(Number.NaN)).toBe('??:??:??');
	});
});

test.each([
	[0, '0 B'],
	[512, '512 B'],
	[1000, '1 KiB'],
	[1536 * 1024 ** 2, '1.5 GiB'],
	[64 * 1024 ** 3, '64 GiB'],
	[999.7 * 1024 ** 2, '1 GiB'],
	[Number.NaN, '?'],
])('%d bytes are %s', (size, expected) => {
	expect(bytes(size)).toBe(expected);
});

test.each([
	[1, 2, '50%'],
	[0, 5, '0%'],
	[1, 1000, '<1%'],
	[999, 1000, '99%'],
	[5, 5, '100%'],
	[6, 5, '120%'],
	[1, 0, '?'],
])('%d of %d is %s', (part, whole, expected) => {
	expect(percent(part, whole)).toBe(expected);
});

test.each([
	[0.5, '0.5'],
	[12, '12'],
	[1.256, '1.26'],
	[0.1 + 0.2, '0.3'],
	[0.001, '<0.01'],
	[Number.NaN, '?'],
])('%d processors are %s', (number, expected) => {
	expect(cpus(number)).toBe(expected);
});

test('numbers come with their noun', () => {
	expect([count(0, 'task'), count(1, 'task'), count(3, 'task'), count(2, 'proxy', 'proxies')]).toEqual([
		...['0 tasks', '1 task', '3 tasks', '2 proxies'],
	]);
});
