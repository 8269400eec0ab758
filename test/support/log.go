// Checks a log in files, and proofs of it, with the packages of Go's checksum database.
package main

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type inclusion struct {
	Index int64
	Leaf  tlog.Hash
	Proof tlog.RecordProof
}

type consistency struct {
	From     int64
	FromRoot tlog.Hash
	Proof    tlog.TreeProof
}

type task struct {
	Folder        string
	Vkey          string
	Inclusions    []inclusion
	Consistencies []consistency
}

// Tiles of eight levels, read from the paths of C2SP tlog-tiles: those of Go name the height as well.
type folder string

func (folder) Height() int { return 8 }

func (dir folder) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, tile := range tiles {
		path := "tile/" + strings.TrimPrefix(tile.Path(), "tile/8/")
		data, err := os.ReadFile(filepath.Join(string(dir), path))
		if err != nil {
			return nil, err
		}
		all = append(all, data)
	}
	return all, nil
}

func (folder) SaveTiles([]tlog.Tile, [][]byte) {}

func check(err error) {
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
}

func main() {
	var t task
	check(json.NewDecoder(os.Stdin).Decode(&t))
	verifier, err := note.NewVerifier(t.Vkey)
	check(err)
	checkpoint, err := os.ReadFile(filepath.Join(t.Folder, "checkpoint"))
	check(err)
	opened, err := note.Open(checkpoint, note.VerifierList(verifier))
	check(err)
	lines := strings.Split(opened.Text, "\n")
	size, err := strconv.ParseInt(lines[1], 10, 64)
	check(err)
	root, err := tlog.ParseHash(lines[2])
	check(err)

	// The reader checks each tile against the root before it gives a hash out.
	reader := tlog.TileHashReader(tlog.Tree{N: size, Hash: root}, folder(t.Folder))
	for _, ours := range t.Inclusions {
		check(tlog.CheckRecord(ours.Proof, size, root, ours.Index, ours.Leaf))
		theirs, err := tlog.ProveRecord(size, ours.Index, reader)
		check(err)
		same(fmt.Sprint("inclusion of ", ours.Index), theirs, ours.Proof)
	}
	for _, ours := range t.Consistencies {
		check(tlog.CheckTree(ours.Proof, size, root, ours.From, ours.FromRoot))
		theirs, err := tlog.ProveTree(size, ours.From, reader)
		check(err)
		same(fmt.Sprint("consistency from ", ours.From), theirs, ours.Proof)
	}
	fmt.Printf("%s %d %s\n", lines[0], size, base64.StdEncoding.EncodeToString(root[:]))
}

func same(what string, theirs, ours []tlog.Hash) {
	if len(theirs) != len(ours) {
		fmt.Println(what, "has another length")
		os.Exit(1)
	}
	for i := range theirs {
		if theirs[i] != ours[i] {
			fmt.Println(what, "differs")
			os.Exit(1)
		}
	}
}
