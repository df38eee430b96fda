using Perto.Cli;

return await PertoCommand.RunAsync(args);
