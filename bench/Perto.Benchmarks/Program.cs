using Perto.Benchmarks.Figures;
using Perto.Benchmarks.Server;

return args switch
{
    ["figures"] => FigureCommand.List(Console.Out),
    ["figure", var name, .. var options] => FigureCommand.Run(name, options, Console.Out, Console.Error),
    ["serve", var which, var folder] => await BareServer.RunAsync(which, folder),
    _ => FigureCommand.Usage(Console.Error),
};
