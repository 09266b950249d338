namespace CivicPlatform.Kernel;

/// <summary>What an objection of a named owner does to a decision whose publicity is over (PUB-03).</summary>
public enum ObjectionEffect
{
    /// <summary>A valid vote stands, a minority has no veto; but every objection must have its answer first.</summary>
    RecordOnly,

    /// <summary>Holds the decision until the objection is settled or withdrawn.</summary>
    Blocking,
}
