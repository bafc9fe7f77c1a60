import {userInfo} from 'node:os';

type Environment = Readonly<Record<string, string | undefined>>;

/** Who sits at this terminal, as far as the machine knows. */
export type Actor = {
	readonly user: string;
	/** Who became that user by sudo. */
	readonly sudoUser?: string;
	/** The address the ssh session came from. */
	readonly from?: string;
};

/** A user id without an entry has no name. */
const userName = () => {
	try {
		return userInfo().username;
	} catch {
		return `uid ${process.getuid?.() ?? 'unknown'}`;
	}
};

export const actorIn = (environment: Environment): Actor => {
	const from = environment['SSH_CONNECTION']?.split(' ')[0];
	const sudoUser = environment['SUDO_USER'];

	return {user: userName(), ...(sudoUser && {sudoUser}), ...(from && {from})};
};
