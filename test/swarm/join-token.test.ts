import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {isHostName, parseJoinCommand, parseJoinToken, parseManagerAddress} from '../../source/swarm/join-token.ts';

const fingerprint = '4clowxv059oj9y7zxjrjzbdayslv6lxb7a17k7m6q03xkp3lex';
const secret = '1b6capcec6pb7lvjekwu1shsv';
const token = `SWMTKN-1-${fingerprint}-${secret}`;

describe('a join token', () => {
	test.each([token, `  ${token}\n`, `SWMTKN-2-1-${fingerprint}-${secret}`])('is taken whole: %j', text => {
		expect(parseJoinToken(text)).toEqual({value: text.trim()});
	});

	test.each([
		['', /missing/],
		['hello', /begin with SWMTKN-1-/],
		['SWMKEY-1-abc', /unlock key/],
		['SWMTKN-1-abc', /not whole/],
		[token.slice(0, -1), /50 and 24 characters/],
		[`${token}x`, /50 and 26 characters/],
		[token.toUpperCase(), /character that no token has|second part/],
		[token.replace('SWMTKN-1', 'SWMTKN-7'), /second part/],
		[`${token}-more`, /not whole/],
	])('says what is wrong with %j', (text, said) => {
		expect(parseJoinToken(text)).toMatchObject({problem: expect.stringMatching(said)});
	});

	test('is never repeated in what is said of it', () => {
		fc.assert(
			fc.property(fc.nat({max: token.length - 10}), at => {
				const wrong = token.slice(0, at) + token.slice(at + 1);
				expect(JSON.stringify(parseJoinToken(wrong))).not.toContain(secret.slice(0, 12));
			}),
		);
	});
});

describe('the address of a manager', () => {
	test.each([
		['10.0.0.5', '10.0.0.5:2377'],
		['10.0.0.5:7777', '10.0.0.5:7777'],
		['mgr1.example.com', 'mgr1.example.com:2377'],
		['fd00::5', '[fd00::5]:2377'],
		['[fd00::5]:2377', '[fd00::5]:2377'],
	])('%s is %s', (text, value) => {
		expect(parseManagerAddress(text)).toEqual({value});
	});

	test.each([
		['', /missing/],
		['tcp://10.0.0.5:2377', /without a scheme/],
		[token, /goes into the field of the token/],
		['10.0.0.256', /no address of a manager/],
		['10.0.0.5:', /no port/],
		['10.0.0.5:99999', /no port/],
		['a b', /no address of a manager/],
		['-x', /no address of a manager/],
	])('says what is wrong with %j', (text, said) => {
		expect(parseManagerAddress(text)).toMatchObject({problem: expect.stringMatching(said)});
	});

	test('what is only digits and dots must be an IP', () => {
		expect(isHostName('10.0.0')).toBe(false);
		expect(isHostName('10-0-0')).toBe(true);
	});
});

describe('a command that is pasted whole', () => {
	test.each([
		`docker swarm join --token ${token} 10.0.0.5:2377`,
		`    docker swarm join --token ${token} 10.0.0.5:2377\n\n`,
		`docker swarm join \\\n    --token ${token} \\\n    10.0.0.5:2377`,
		`sudo docker swarm join --token=${token} 10.0.0.5:2377`,
		`--token ${token} 10.0.0.5:2377`,
	])('%j', text => {
		expect(parseJoinCommand(text)).toEqual({token, manager: '10.0.0.5:2377'});
	});

	test('without an address, that has to be typed', () => {
		expect(parseJoinCommand(`docker swarm join --token ${token}`)).toEqual({token});
	});

	test('a token alone is no command', () => {
		expect(parseJoinCommand(token)).toBeUndefined();
	});
});
