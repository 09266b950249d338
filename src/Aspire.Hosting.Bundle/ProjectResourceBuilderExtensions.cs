namespace Aspire.Hosting;

/// <summary>Adds .NET projects of the solution.</summary>
public static class ProjectResourceBuilderExtensions
{
    /// <summary>Adds a project by its generated class.</summary>
    public static IResourceBuilder<ProjectResource> AddProject<TProject>(
        this IDistributedApplicationBuilder builder, string name)
        where TProject : IProjectMetadata, new() => builder.AddProject<TProject>(name, launchProfileName: null);

    /// <summary>Adds a project by its generated class; launch profiles are not read by this subset.</summary>
    public static IResourceBuilder<ProjectResource> AddProject<TProject>(
        this IDistributedApplicationBuilder builder, string name, string? launchProfileName)
        where TProject : IProjectMetadata, new() => AddProject(builder, name, new TProject(), launchProfileName);

    /// <summary>Adds a project by the path of its file, absolute or from the application host's folder.</summary>
    public static IResourceBuilder<ProjectResource> AddProject(
        this IDistributedApplicationBuilder builder, string name, string projectPath) =>
        builder.AddProject(name, projectPath, launchProfileName: null);

    /// <summary>Adds a project by the path of its file, absolute or from the application host's folder.</summary>
    public static IResourceBuilder<ProjectResource> AddProject(
        this IDistributedApplicationBuilder builder, string name, string projectPath, string? launchProfileName)
    {
        var path = Path.GetFullPath(Path.Combine(builder.AppHostDirectory, projectPath));
        return AddProject(builder, name, new ProjectPathMetadata(path), launchProfileName);
    }

    /// <summary>How many processes run behind the project's endpoints.</summary>
    public static IResourceBuilder<ProjectResource> WithReplicas(
        this IResourceBuilder<ProjectResource> builder, int replicas)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(replicas, 1);
        return builder.WithAnnotation(new ReplicaAnnotation(replicas));
    }

    private static IResourceBuilder<ProjectResource> AddProject(
        IDistributedApplicationBuilder builder, string name, IProjectMetadata project, string? launchProfileName)
    {
        if (launchProfileName is not null)
            throw new NotSupportedException("Launch profiles are not read here: pass launchProfileName: null.");
        return builder.AddResource(new ProjectResource(name)).WithAnnotation(project).WithOtlpExporter();
    }

    private sealed class ProjectPathMetadata(string path) : IProjectMetadata
    {
        public string ProjectPath { get; } = path;
    }
}

/// <summary>Adds programs that are no .NET projects.</summary>
public static class ExecutableResourceBuilderExtensions
{
    /// <summary>Adds a program; the working directory is absolute or from the application host's folder.</summary>
    public static IResourceBuilder<ExecutableResource> AddExecutable(
        this IDistributedApplicationBuilder builder, string name, string command, string workingDirectory,
        params string[]? args) =>
        builder.AddExecutable(name, command, workingDirectory, [.. (args ?? []).Cast<object>()]);

    /// <summary>Adds a program whose arguments may be values that are known later.</summary>
    public static IResourceBuilder<ExecutableResource> AddExecutable(
        this IDistributedApplicationBuilder builder, string name, string command, string workingDirectory,
        params object[]? args)
    {
        var directory = Path.GetFullPath(Path.Combine(builder.AppHostDirectory, workingDirectory));
        return builder.AddResource(new ExecutableResource(name, command, directory)).WithArgs(args ?? []);
    }
}
