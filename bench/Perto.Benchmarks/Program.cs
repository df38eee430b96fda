using Perto.Benchmarks.Figures;

return args switch
{
    ["figures"] => FigureCommand.List(Console.Out),
    ["figure", var name, .. var options] => FigureCommand.Run(name, options, Console.Out, Console.Error),
    _ => FigureCommand.Usage(Console.Error),
};
