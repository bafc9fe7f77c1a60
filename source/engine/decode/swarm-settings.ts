import {X509Certificate} from 'node:crypto';
import type {SwarmSettings} from '../../swarm/swarm-settings.ts';
import type {Instant} from '../../swarm/values.ts';
import type {RawSwarm} from './raw.ts';
import {countOf, numberOf, secondsOf, textOf, textsOf} from './values.ts';

const defaultPools = ['10.0.0.0/8'];

/** Engines before 19.03 don't say which pools and port they use: it is the default ones then. */
export const settingsOf = ({Spec, TLSInfo, ...raw}: RawSwarm): SwarmSettings => ({
	version: countOf(raw.Version?.Index),
	taskHistoryLimit: numberOf(Spec?.Orchestration?.TaskHistoryRetentionLimit) ?? 5,
	isAutolocked: Spec?.EncryptionConfig?.AutoLockManagers === true,
	heartbeat: secondsOf(Spec?.Dispatcher?.HeartbeatPeriod),
	snapshotInterval: countOf(Spec?.Raft?.SnapshotInterval),
	oldSnapshots: countOf(Spec?.Raft?.KeepOldSnapshots),
	nodeCertificateLife: secondsOf(Spec?.CAConfig?.NodeCertExpiry),
	rootExpiresAt: rootExpiryOf(textOf(TLSInfo?.TrustRoot)),
	...issuerOf(TLSInfo?.CertIssuerPublicKey),
	isRootRotating: raw.RootRotationInProgress === true,
	addressPools: raw.DefaultAddrPool === undefined ? defaultPools : textsOf(raw.DefaultAddrPool),
	rangeBits: countOf(raw.SubnetSize) || 24,
	dataPort: countOf(raw.DataPathPort) || 4789,
});

const issuerOf = (key: unknown) => (textOf(key) === undefined ? {} : {issuer: textOf(key) ?? ''});

/** The one that ends first, while two are trusted during a rotation. */
const rootExpiryOf = (bundle: string | undefined): Instant | undefined => {
	const found = bundle?.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
	const ends = found.flatMap(expiryOf);
	return ends.length === 0 ? undefined : Math.min(...ends);
};

const expiryOf = (pem: string): readonly Instant[] => {
	try {
		const at = Date.parse(new X509Certificate(pem).validTo);
		return Number.isFinite(at) ? [at] : [];
	} catch {
		return [];
	}
};
