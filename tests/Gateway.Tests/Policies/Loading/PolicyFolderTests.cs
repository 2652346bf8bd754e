using Gateway.Policies;

namespace Gateway.Tests.Policies.Loading;

/// <summary>The one place where policies meet the disk; so do its tests.</summary>
public sealed class PolicyFolderTests : IDisposable
{
    private static readonly ModelCard[] Models = [new("m", ModelBackend.Local, 4096, Price.Free)];
    private readonly string _folder = Directory.CreateTempSubdirectory("policies").FullName;

    [Fact]
    public void Refresh_FilesOfOtherKinds_AreIgnored()
    {
        Write("a.yaml", "name: a\nkind: direct\nmodel: m\n");
        Write("schema.json", "{}");
        Write("a.profile.json", "{}");
        Write(".a.yaml", "being edited");
        Write("README.md", "# Policies");

        var set = new PolicyFolder(_folder).Refresh(Models);

        Assert.Equal("a", Assert.Single(set.Policies).Options.Name);
        Assert.Empty(set.Problems);
    }

    [Fact]
    public void Refresh_FileEndsInYml_IsNotOverlookedSilently()
    {
        Write("a.yml", "name: a\nkind: direct\nmodel: m\n");

        Assert.Equal("policies end in .yaml; rename the file", Assert.Single(new PolicyFolder(_folder).Refresh(Models).Problems).Message);
    }

    [Fact]
    public void Refresh_ContentChangedWithinTheSameSecond_IsSeen()
    {
        var folder = new PolicyFolder(_folder);
        Write("a.yaml", "name: a\nkind: direct\nmodel: m\n");
        var stamp = File.GetLastWriteTimeUtc(Path.Combine(_folder, "a.yaml"));
        var before = folder.Refresh(Models);
        Write("a.yaml", "name: a\nkind: best-of-n\nmodel: m\n");
        File.SetLastWriteTimeUtc(Path.Combine(_folder, "a.yaml"), stamp);

        Assert.Equal("direct", before.Policies[0].Kind);
        Assert.Equal("best-of-n", folder.Refresh(Models).Policies[0].Kind);
    }

    [Fact]
    public void Refresh_LinkTurnedToAnotherFile_IsSeen()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "..v1"));
        Directory.CreateDirectory(Path.Combine(_folder, "..v2"));
        Write("..v1/a.yaml", "name: a\nkind: direct\nmodel: m\n");
        Write("..v2/a.yaml", "name: a\nkind: best-of-n\nmodel: m\n");
        var link = Path.Combine(_folder, "a.yaml");
        var folder = new PolicyFolder(_folder);
        File.CreateSymbolicLink(link, Path.Combine(_folder, "..v1", "a.yaml"));
        folder.Refresh(Models);
        File.Delete(link);
        File.CreateSymbolicLink(link, Path.Combine(_folder, "..v2", "a.yaml"));

        Assert.Equal("best-of-n", folder.Refresh(Models).Policies[0].Kind);
    }

    [Fact]
    public void Refresh_MissingFolder_SaysSoAndRecovers()
    {
        var missing = Path.Combine(_folder, "later");
        var folder = new PolicyFolder(missing);

        Assert.Contains("there is no such folder", Assert.Single(folder.Refresh(Models).Problems).Message, StringComparison.Ordinal);

        Directory.CreateDirectory(missing);
        Write("later/a.yaml", "name: a\nkind: direct\nmodel: m\n");
        Assert.Single(folder.Refresh(Models).Policies);
    }

    [Fact]
    public void Refresh_TooLargeFile_IsRefusedByItsFolderAndName()
    {
        Write("a.yaml", new string('#', PolicyFile.MaxBytes + 5));

        var problem = Assert.Single(new PolicyFolder(_folder).Refresh(Models).Problems);

        Assert.Equal($"{Path.GetFileName(_folder)}/a.yaml", problem.File);
        Assert.Contains("larger than", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refresh_SingleFile_IsReadUnderThePathGiven()
    {
        var file = Write("a.yaml", "name: a\nkind: direct\n");

        Assert.Equal(file, Assert.Single(new PolicyFolder(file).Refresh(Models).Problems).File);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Write(string name, string content)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, content);
        return path;
    }
}
