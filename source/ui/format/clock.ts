/** An IANA name (`Asia/Seoul`), or undefined for the zone of this machine. */
export type Zone = string | undefined;

/** The time of day: `03:48:02`. */
export const clock = (at: number, zone?: Zone): string => {
	const known = zone === undefined ? said.get(at) : undefined;

	if (known !== undefined) {
		return known;
	}

	const {hour, minute, second} = partsOf(at, zone);
	const text = `${hour}:${minute}:${second}`;

	if (zone === undefined) {
		said.size >= most && said.clear();
		said.set(at, text);
	}

	return text;
};

/** What was said of an instant in this machine's zone: screens say the same few again and again, and asking `Intl` is slow. */
const said = new Map<number, string>();
const most = 500;

/** Date, time and zone, to line up with other tools: `2026-11-21 03:48:02 +09:00`. */
export const absolute = (at: number, zone?: Zone): string => {
	const {year, month, day, offset} = partsOf(at, zone);
	return `${year}-${month}-${day} ${clock(at, zone)} ${offset}`;
};

type Parts = Readonly<Record<'year' | 'month' | 'day' | 'hour' | 'minute' | 'second' | 'offset', string>>;

const formatters = new Map<Zone, Intl.DateTimeFormat>();

const partsOf = (at: number, zone: Zone): Parts => {
	if (!Number.isFinite(at)) return unknown;
	const found = Object.fromEntries(
		formatterFor(zone)
			.formatToParts(at)
			.map(({type, value}) => [type, value]),
	);
	return {...unknown, ...found, offset: (found.timeZoneName ?? '').replace(/^GMT([+]00:00)?/, '') || 'UTC'};
};

const unknown: Parts = {year: '????', month: '??', day: '??', hour: '??', minute: '??', second: '??', offset: '?'};

const formatterFor = (zone: Zone) => {
	const known = formatters.get(zone);
	if (known) return known;
	const made = new Intl.DateTimeFormat('en-GB', {
		...(zone === undefined ? {} : {timeZone: zone}),
		year: 'numeric',
		month: '2-digit',
		day: '2-digit',
		hour: '2-digit',
		minute: '2-digit',
		second: '2-digit',
		hourCycle: 'h23',
		timeZoneName: 'longOffset',
	});
	formatters.set(zone, made);
	return made;
};
