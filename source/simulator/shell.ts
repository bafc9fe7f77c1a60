/** A shell of a container without programs: a line in, what it prints out. */
export type Shell = {
	/** What it prints when it begins. */
	readonly begin: () => string;
	/** What comes of keys: what is printed, and its exit code once it has ended. */
	readonly type: (text: string) => {readonly printed: string; readonly exitCode?: number};
	readonly resize: (rows: number, columns: number) => void;
};

const prompt = '/ # ';

const banner = 'A simulated container: nothing runs in it but this. It knows echo, hostname, stty size and exit.\r\n';

/** Plays a shell, as far as someone wants to see that there is one. */
export const createShell = (hostname: string): Shell => {
	let line = '';
	let last = 0;
	let size = '24 80';

	const run = (words: readonly string[]): string => {
		const [program = '', ...rest] = words;
		last = 0;
		switch (program) {
			case '':
				return '';
			case 'echo':
				return `${rest.join(' ')}\r\n`;
			case 'hostname':
				return `${hostname}\r\n`;
			case 'stty':
				return `${size}\r\n`;
			default:
				last = 127;
				return `sh: ${program}: not found\r\n`;
		}
	};

	const enter = () => {
		const words = line.split(' ').filter(word => word !== '');
		line = '';
		return words[0] === 'exit'
			? {printed: '\r\n', exitCode: words[1] === undefined ? last : Number(words[1]) & 0xff}
			: {printed: `\r\n${run(words)}${prompt}`};
	};

	const press = (key: string) => {
		switch (key) {
			case '\r':
				return enter();
			case '\u0004':
				return line === '' ? {printed: '\r\n', exitCode: last} : {printed: ''};
			case '\u0003':
				line = '';
				last = 130;
				return {printed: `^C\r\n${prompt}`};
			case '\u007f': {
				const hasOne = line !== '';
				line = line.slice(0, -1);
				return {printed: hasOne ? '\b \b' : ''};
			}
			default:
				line += key >= ' ' ? key : '';
				return {printed: key >= ' ' ? key : ''};
		}
	};

	return {
		begin: () => banner + prompt,
		type: text => {
			let printed = '';
			for (const key of text) {
				const came: ReturnType<Shell['type']> = press(key);
				printed += came.printed;
				if (came.exitCode !== undefined) {
					return {printed, exitCode: came.exitCode};
				}
			}
			return {printed};
		},
		resize: (rows, columns) => {
			size = `${rows} ${columns}`;
		},
	};
};
