namespace Perto.Streaming;

/// <summary>Somebody with what they did.</summary>
/// <param name="Id">The service's id of the person.</param>
/// <param name="Revision">Grows with everything the person does; 0 for somebody unknown.</param>
/// <param name="History">What they watched and rated.</param>
public sealed record Person(string Id, long Revision, History History)
{
    /// <summary>What the service knows of them beside that.</summary>
    public Account Account { get; init; } = Account.Unknown;
}
