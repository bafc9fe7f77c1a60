import {expect} from 'vitest';
import {type ContractCase, expectRefusal} from './case.ts';
import {type Answer, type ContractSwarm, untilInSequence} from './swarm.ts';
import {until} from './watching.ts';

type SwarmObject = {
	readonly Version: {readonly Index: number};
	readonly JoinTokens: {readonly Worker: string; readonly Manager: string};
	readonly RootRotationInProgress: boolean;
	readonly TLSInfo: {readonly CertIssuerPublicKey: string};
	readonly Spec: {
		readonly Dispatcher: {readonly HeartbeatPeriod?: number};
		readonly CAConfig: {readonly NodeCertExpiry?: number; readonly ForceRotate?: number};
		readonly EncryptionConfig: {readonly AutoLockManagers: boolean};
	};
};

const read = async (swarm: ContractSwarm) => (await swarm.ask('GET', '/swarm')).json as SwarmObject;
const key = async (swarm: ContractSwarm) =>
	((await swarm.ask('GET', '/swarm/unlockkey')).json as {readonly UnlockKey: string}).UnlockKey;

/** Answers whatever the status. The leader writes to it as well, as after a change of keys. */
const write = (swarm: ContractSwarm, change: Partial<SwarmObject['Spec']>, query = ''): Promise<Answer> =>
	untilInSequence(swarm, async () => {
		const {Version, Spec} = await read(swarm);
		return swarm.ask('POST', `/swarm/update?version=${Version.Index}${query}`, {...Spec, ...change});
	});

const change = async (...given: Parameters<typeof write>) => {
	const {status, body} = await write(...given);
	expect(status, body.toString()).toBe(200);
};

const invalid = 'rpc error: code = InvalidArgument desc =';

/** The swarm as a whole: its spec, tokens, keys and root certificate. */
export const swarmObject: readonly ContractCase[] = [
	{
		name: 'settings that make no sense are refused, one by one',
		run: async swarm => {
			const {Spec} = await read(swarm);
			const short = await write(swarm, {CAConfig: {...Spec.CAConfig, NodeCertExpiry: 3599e9}});
			expectRefusal(short, 400, `${invalid} minimum certificate expiry time is: 1h0m0s`);
			const backwards = await write(swarm, {Dispatcher: {HeartbeatPeriod: -1e9}});
			expectRefusal(backwards, 400, `${invalid} heartbeat time period cannot be a negative duration`);
			expect((await read(swarm)).Spec).toEqual(Spec);
		},
	},
	{
		name: 'a token that is rotated is another, and the other one is not',
		run: async swarm => {
			const {JoinTokens: before} = await read(swarm);
			await change(swarm, {}, '&rotateWorkerToken=true');
			const {JoinTokens: after} = await read(swarm);
			expect(after.Worker).not.toBe(before.Worker);
			expect(after.Worker).toMatch(/^SWMTKN-1-[0-9a-z]{50}-[0-9a-z]{25}$/);
			expect(after.Manager).toBe(before.Manager);
		},
	},
	{
		name: 'there is an unlock key while autolock is on, and a rotated one is another',
		run: async swarm => {
			expect(await key(swarm)).toBe('');
			await change(swarm, {EncryptionConfig: {AutoLockManagers: true}});
			const first = await key(swarm);
			expect(first).toMatch(/^SWMKEY-1-[A-Za-z0-9+/]{43}$/);
			await change(swarm, {}, '&rotateManagerUnlockKey=true');
			const second = await key(swarm);
			expect(second).toMatch(/^SWMKEY-1-[A-Za-z0-9+/]{43}$/);
			expect(second).not.toBe(first);
			await change(swarm, {EncryptionConfig: {AutoLockManagers: false}});
			expect(await key(swarm)).toBe('');
		},
	},
	{
		name: 'a rotation of the root certificate renews every node, and changes both tokens in the end',
		run: async swarm => {
			const before = await read(swarm);
			const {CAConfig} = before.Spec;
			await change(swarm, {CAConfig: {...CAConfig, ForceRotate: (CAConfig.ForceRotate ?? 0) + 1}});
			const looks: SwarmObject[] = [];
			const isOld = ({JoinTokens}: SwarmObject) => JoinTokens.Worker === before.JoinTokens.Worker;
			const after = await until(swarm, 'the rotation is over', async () => {
				const now = await read(swarm);
				looks.push(now);
				return isOld(now) ? undefined : now;
			});
			// It is under way for as long as the old tokens hold, however long that is.
			expect(looks.filter(look => look.RootRotationInProgress !== isOld(look))).toEqual([]);
			const issuer = after.TLSInfo.CertIssuerPublicKey;
			expect(issuer).not.toBe(before.TLSInfo.CertIssuerPublicKey);
			expect(after.JoinTokens.Manager).not.toBe(before.JoinTokens.Manager);
			const nodes = (await swarm.ask('GET', '/nodes')).json as readonly {
				readonly Description: {readonly TLSInfo: {readonly CertIssuerPublicKey: string}};
			}[];
			expect(new Set(nodes.map(({Description}) => Description.TLSInfo.CertIssuerPublicKey))).toEqual(new Set([issuer]));
		},
	},
];
