import {spawnSync} from 'node:child_process';
import {accessSync, constants, existsSync, readFileSync} from 'node:fs';
import {rm, writeFile} from 'node:fs/promises';
import {delimiter, join} from 'node:path';
import {run} from './run.ts';

/** The Debian packages that a lab needs, and how to see that what they bring is there. */
const packages: Readonly<Record<string, () => boolean>> = {
	'docker.io': () => hasProgram('dockerd') && hasProgram('docker'),
	'docker-registry': () => hasProgram('docker-registry'),
	iproute2: () => hasProgram('ip'),
	iptables: () => hasProgram('iptables'),
	'busybox-static': () => isStatic('/bin/busybox'),
	'openssh-server': () => hasProgram('sshd'),
	'openssh-client': () => hasProgram('ssh') && hasProgram('ssh-keygen'),
	openssl: () => hasProgram('openssl'),
};

/** Why no real engines can run here, as a clause; `undefined` when they can. */
export function labUnavailable(): string | undefined {
	if (process.platform !== 'linux') {
		return 'real engines need Linux';
	}

	if (process.getuid?.() !== 0) {
		return 'real engines need root';
	}

	if (missingPackages().length > 0 && !isDebian()) {
		return `this isn't Debian, and there is no ${missingPackages().join(', ')}`;
	}

	if (spawnSync('unshare', ['--mount', '--pid', '--fork', 'true']).status !== 0) {
		return 'this process may not make namespaces (a container without --privileged?)';
	}

	return undefined;
}

/** Install what lacks, without starting the services that the packages bring. */
export async function installPackages() {
	const missing = missingPackages();

	if (missing.length === 0) {
		return;
	}

	const env = {...process.env, DEBIAN_FRONTEND: 'noninteractive'};
	const lock = ['-o', 'DPkg::Lock::Timeout=120'];

	await run('apt-get', [...lock, 'update'], {env});
	await withoutServiceStarts(() =>
		run('apt-get', [...lock, 'install', '--yes', '--no-install-recommends', ...missing], {env}),
	);
}

// Debian's own switch (policy-rc.d, "Policy for init.d scripts"): 101 forbids.
async function withoutServiceStarts(install: () => Promise<unknown>) {
	const policy = '/usr/sbin/policy-rc.d';

	if (existsSync(policy)) {
		await install();
		return;
	}

	await writeFile(policy, '#!/bin/sh\nexit 101\n', {mode: 0o755});

	try {
		await install();
	} finally {
		await rm(policy);
	}
}

const missingPackages = () =>
	Object.entries(packages)
		.filter(([, isThere]) => !isThere())
		.map(([name]) => name);

/** Whether a program runs without a loader (elf(5): no program header of the type PT_INTERP), so alone in an image. */
function isStatic(path: string) {
	if (!isExecutable(path)) {
		return false;
	}

	const file = readFileSync(path);
	const [start, size, count] = [Number(file.readBigUInt64LE(32)), file.readUInt16LE(54), file.readUInt16LE(56)];
	const types = Array.from({length: count}, (_, index) => file.readUInt32LE(start + index * size));

	return !types.includes(3);
}

function hasProgram(program: string) {
	const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/sbin'];

	return folders.some(folder => isExecutable(join(folder, program)));
}

function isExecutable(path: string) {
	try {
		accessSync(path, constants.X_OK);
		return true;
	} catch {
		return false;
	}
}

const isDebian = () => existsSync('/etc/os-release') && /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'));
