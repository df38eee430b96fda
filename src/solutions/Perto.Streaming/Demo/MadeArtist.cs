namespace Perto.Streaming;

/// <summary>Somebody who acts or directs.</summary>
/// <param name="Name">Their name.</param>
/// <param name="Hidden">Where their work lies in the space of hidden tastes.</param>
/// <param name="Draw">What they add: an actor to the popularity of a title, a director to its quality.</param>
internal sealed record MadeArtist(string Name, double[] Hidden, double Draw);
