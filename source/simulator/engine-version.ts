/** The engine that the simulation plays: what it calls itself, and where it differs. */
export type EngineVersion = {
	readonly name: '20.10' | '28.5';
	readonly version: string;
	readonly apiVersion: string;
	readonly minApiVersion: string;
	readonly goVersion: string;
	/** Log streams are marked as multiplexed from API 1.42 on. */
	readonly marksLogs: boolean;
};

export const engineVersions: Readonly<Record<EngineVersion['name'], EngineVersion>> = {
	'20.10': {
		name: '20.10',
		version: '20.10.24+dfsg1',
		apiVersion: '1.41',
		minApiVersion: '1.12',
		goVersion: 'go1.19.8',
		marksLogs: false,
	},
	'28.5': {
		name: '28.5',
		version: '28.5.2',
		apiVersion: '1.51',
		minApiVersion: '1.24',
		goVersion: 'go1.25.3',
		marksLogs: true,
	},
};
