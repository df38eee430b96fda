using Perto.Platform;
using Perto.Recommendations;

namespace Perto.Cli;

/// <summary>A model to evaluate, with the name it has in the report: <c>wide=ials</c>, so that one kind can be compared under two settings.</summary>
/// <param name="Name">The name.</param>
/// <param name="Kind">One of <see cref="ModelFactory.Names"/>.</param>
/// <param name="Parameters">What was given of its parameters.</param>
internal sealed record NamedModel(string Name, string Kind, IReadOnlyDictionary<string, string> Parameters)
{
    /// <summary>The model with all its parameters, checked.</summary>
    public ModelPlan Plan() => ModelFactory.Plan(Kind, Parameters);

    /// <summary>Understands models and parameters as the command line gives them: <c>name=value</c> for each model, <c>model.name=value</c> for one.</summary>
    /// <exception cref="InvalidValueException">There is none, a name comes twice, or a parameter is not of that form.</exception>
    public static IReadOnlyList<NamedModel> All(IReadOnlyList<string> models, IReadOnlyList<string> parameters)
    {
        if (models.Count == 0)
            throw new InvalidValueException("--model", "none", "at least one model", "--model must name at least one model");
        (string Name, string Kind)[] named = [.. models.Select(model => model.Split('=', 2)).Select(parts => (parts[0], parts[^1]))];
        if (named.GroupBy(model => model.Name, StringComparer.Ordinal).FirstOrDefault(model => model.Count() > 1) is { } twice)
        {
            throw new InvalidValueException(
                "--model", twice.Key, "each name once", $"--model must name each model once; two of one kind have names of their own, such as a={twice.Key},b={twice.Key}; got '{twice.Key}' twice");
        }

        (string Name, string Value)[] given = [.. parameters.Select(Parse)];
        string[] names = [.. named.Select(model => model.Name)];
        return [.. named.Select(model => new NamedModel(model.Name, model.Kind, Own(model.Name, model.Kind, names, given)))];
    }

    private static Dictionary<string, string> Own(string name, string kind, string[] names, (string Name, string Value)[] given)
    {
        var own = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach ((string parameter, string value) in given)
        {
            string? owner = names.FirstOrDefault(other => parameter.StartsWith(other + '.', StringComparison.Ordinal));
            if (owner == name)
                own[parameter[(name.Length + 1)..]] = value;
            else if (owner is null)
                own[parameter] = value;
        }

        // A blend takes what a model of its own right has, where it has that kind too and nothing else was said.
        if (kind == Learning.Blend.ModelKind)
        {
            string[] parts = [.. own.GetValueOrDefault("models", BlendPlan.DefaultModels).Split('+').Select(part => part.Split('*')[0].Trim())];
            foreach ((string parameter, string value) in given)
            {
                if (parts.Any(part => parameter.StartsWith(part + '.', StringComparison.Ordinal)))
                    own.TryAdd(parameter, value);
            }
        }

        return own;
    }

    private static (string Name, string Value) Parse(string parameter)
    {
        int equals = parameter.IndexOf('=', StringComparison.Ordinal);
        return equals > 0
            ? (parameter[..equals], parameter[(equals + 1)..])
            : throw new InvalidValueException("--param", parameter, "name=value", $"--param must be name=value; got '{parameter}'");
    }
}
