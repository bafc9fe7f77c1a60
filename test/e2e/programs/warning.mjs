// Loaded before the program: a warning of Node's in the middle of it, and an end after that.
process.on('SIGUSR2', () => {
	process.emitWarning('put in by a test');
	setTimeout(() => process.kill(process.pid, 'SIGTERM'));
});
