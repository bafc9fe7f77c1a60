import {execFileSync} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

/** A certificate and its key, as paths of PEM files. */
export type Pair = {readonly cert: string; readonly key: string};

type Wish = {
	readonly name: string;
	/** As in `subjectAltName`: `DNS:mgr1,IP:127.0.0.1`. */
	readonly altNames?: string;
	readonly use?: 'serverAuth' | 'clientAuth';
	/** It ended a day ago. */
	readonly hasExpired?: boolean;
};

const openssl = (...args: readonly string[]) => execFileSync('openssl', args, {stdio: ['ignore', 'pipe', 'pipe']});

/** A folder with an authority of its own, which signs what is wished for: like the ones that Docker's manual makes. */
export const createAuthority = (name = 'the authority') => {
	const folder = mkdtempSync(join(tmpdir(), 'certificates-'));
	const [ca, caKey] = [join(folder, 'ca.pem'), join(folder, 'ca-key.pem')];
	const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
	openssl('req', '-x509', ...curve, '-keyout', caKey, '-out', ca, '-days', '2', '-subj', `/CN=${name}`);
	let count = 0;

	const sign = ({name, altNames, use = 'serverAuth', hasExpired = false}: Wish): Pair => {
		count += 1;
		const file = (end: string) => join(folder, `${count}.${end}`);
		const extensions = [`extendedKeyUsage=${use}`, ...(altNames === undefined ? [] : [`subjectAltName=${altNames}`])];
		writeFileSync(file('ext'), `${extensions.join('\n')}\n`);
		openssl('req', ...curve, '-new', '-keyout', file('key'), '-out', file('csr'), '-subj', `/CN=${name}`);
		const [signer, days] = [['-CA', ca, '-CAkey', caKey, '-CAcreateserial'], hasExpired ? '-1' : '1'];
		openssl(
			'x509',
			'-req',
			'-in',
			file('csr'),
			...signer,
			'-days',
			days,
			'-extfile',
			file('ext'),
			'-out',
			file('cert'),
		);
		return {cert: file('cert'), key: file('key')};
	};

	return {folder, ca, sign, [Symbol.dispose]: () => rmSync(folder, {recursive: true, force: true})};
};

export type Authority = ReturnType<typeof createAuthority>;
