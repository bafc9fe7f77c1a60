import {describe, expect, it} from 'vitest';
import {EngineError} from '../../source/engine/errors.ts';
import {normalise, refusalOf} from '../../source/engine/normalise.ts';

const refused = (status: number, message: string) => refusalOf(status, JSON.stringify({message}));

const use = '"docker swarm init" or "docker swarm join" to connect this node to swarm and try again.';

describe('what an engine says', () => {
	it.each([
		[500, 'rpc error: code = Unknown desc = update out of sequence', 'out-of-date'],
		[500, "rpc error: code = Unknown desc = The swarm does not have a leader. It's possible that too few", 'no-leader'],
		[500, 'rpc error: code = Unavailable desc = transport is closing', 'no-leader'],
		[500, 'rpc error: code = DeadlineExceeded desc = context deadline exceeded', 'too-late'],
		[
			503,
			"This node is not a swarm manager. Worker nodes can't be used to view or modify cluster state.",
			'not-a-manager',
		],
		[503, `This node is not a swarm manager. Use ${use}`, 'not-in-a-swarm'],
		[503, 'This node is not part of a swarm', 'not-in-a-swarm'],
		[
			503,
			'This node is not a swarm manager. Manager is being prepared or has trouble connecting to the cluster.',
			'starting',
		],
		[503, 'Swarm is encrypted and needs to be unlocked before it can be used.', 'locked'],
		[503, 'Swarm certificates have expired. To replace them, leave the swarm and join again.', 'refused'],
		[404, 'service nosuch not found', 'not-found'],
		[409, 'rpc error: code = AlreadyExists desc = name conflicts with an existing object', 'conflict'],
		[
			400,
			"rpc error: code = InvalidArgument desc = port '80' is already in use by service 'a' (b) as an ingress port",
			'conflict',
		],
		[400, "rpc error: code = FailedPrecondition desc = node x is not down and can't be removed", 'refused'],
		[500, 'rpc error: code = Unknown desc = constraint expected one operator from ==, !=', 'refused'],
		[501, 'rpc error: code = Unimplemented desc = renaming services is not supported', 'refused'],
		[400, 'client version 1.41 is too old. Minimum supported API version is 1.44', 'unsupported'],
		[403, 'authorization denied by plugin', 'forbidden'],
		[500, 'runtime error: index out of range', 'unexpected'],
		[301, '', 'garbled'],
	])('%i %s: %s', (status, message, kind) => {
		const error = refused(status, message);
		expect(error).toMatchObject({kind, status});
		expect(error.message).not.toMatch(/rpc error|code =/);
	});

	it('is said on one line, without control characters, and not for ever', () => {
		expect(refused(400, 'bad\n\u001b[31mname\u0007').message).toBe('bad [31mname');
		expect(refused(400, 'x'.repeat(5000)).message.length).toBeLessThan(700);
	});

	it('is kept when it is no JSON, unless it is a page', () => {
		expect(refusalOf(400, 'A proxy says no.\n').message).toBe('A proxy says no.');
		expect(refusalOf(502, '<html>Bad gateway</html>').message).toBe(
			'The engine answered with status 502, and no reason.',
		);
	});
});

describe('what goes wrong on the way', () => {
	it.each([
		['ECONNREFUSED', 'unreachable', 'No Docker engine answers at unix:///x.'],
		['ENOENT', 'unreachable', 'No Docker engine answers at unix:///x.'],
		['EACCES', 'forbidden', 'This user may not use unix:///x: become root, or join the group "docker".'],
		['ECONNRESET', 'unreachable', 'The connection to unix:///x broke.'],
		['ABORT_ERR', 'aborted', 'Given up.'],
		['HPE_INVALID_CONSTANT', 'garbled', 'What unix:///x answers makes no sense: is it a Docker engine?'],
		['EMFILE', 'unexpected', 'message of EMFILE'],
	])('%s is %s', (code, kind, message) => {
		const error = Object.assign(new Error(`message of ${code}`), {code});
		expect(normalise(error, 'unix:///x')).toMatchObject({kind, message, cause: error});
	});

	it('keeps what is an EngineError already', () => {
		const error = new EngineError('locked', 'Locked.');
		expect(normalise(error, 'unix:///x')).toBe(error);
	});
});
