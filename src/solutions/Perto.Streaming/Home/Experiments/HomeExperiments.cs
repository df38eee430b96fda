using Microsoft.Extensions.Logging;
using Perto.Platform;
using Perto.Targeting;

namespace Perto.Streaming;

/// <summary>Finds the arms of whoever asks for a home page, and has it written down that they got one.</summary>
public sealed class HomeExperiments(Assigner assigner, ILogger<HomeExperiments> logger)
{
    /// <summary>The arms of a page. Attributes of experiments may be <c>country</c>, <c>tier</c> and <c>device</c>, as the request or the account has them.</summary>
    public async ValueTask<HomeArms> ForAsync(HomeContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        Dictionary<string, string> attributes = new(StringComparer.Ordinal);
        Add("country", context.Country);
        Add("tier", context.Tier);
        Add("device", context.Request.Device?.ToString().ToLowerInvariant());
        IReadOnlyList<Assignment> assignments = await assigner.LookAsync(
            context.Tenant, HomeSurface.SurfaceName, context.Person.Id, attributes, context.At, cancellationToken);
        if (assignments.Count == 0)
            return HomeArms.None;
        try
        {
            return new HomeArms(assignments);
        }
        catch (InvalidValueException unknown)
        {
            // Declared by a newer server: the page is made without experiments, and nobody is said to have met one.
            logger.ArmNotKnown(context.Tenant, unknown);
            return HomeArms.None;
        }

        void Add(string name, string? value)
        {
            if (value is not null)
                attributes[name] = value;
        }
    }

    /// <summary>Writes down, behind the page, that somebody got one.</summary>
    public void Expose(HomeContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Arms.Assignments.Count > 0)
            assigner.Expose(context.Tenant, context.Person.Id, context.Arms.Assignments, context.At);
    }
}
